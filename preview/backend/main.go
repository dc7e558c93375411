// Command preview-backend is the part of a Grafana server that the preview needs: it launches the built backend of the
// data source through Grafana's plugin protocol and answers the HTTP calls the browser makes of it.
//
// It knows nothing about jobs. datasources.go holds the instances, plugin_process.go the running plugin, server.go the
// routes, and each of the calls has a file: handler_query.go, handler_resource.go, handler_health.go and
// handler_live.go, whose channels are in live_channels.go.
//
// Environment:
//
//	PREVIEW_BACKEND_PORT     port on 127.0.0.1; 0 takes a free one (the first line of the output names it)
//	PREVIEW_PLUGIN           path of the plugin's executable
//	PREVIEW_DATASOURCES      the instances as JSON, or the path of a file with it
//	PREVIEW_ROLE             the Grafana role of who asks: Viewer, Editor or Admin (Viewer)
//	PREVIEW_EXIT_WITH_STDIN  when 1, end as soon as standard input does: the parent is gone
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	if err := run(log); err != nil {
		log.Error(err.Error())
		os.Exit(1)
	}
}

func run(log *slog.Logger) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv("PREVIEW_EXIT_WITH_STDIN") == "1" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}

	datasources, err := loadDatasources(os.Getenv("PREVIEW_DATASOURCES"), os.Getenv("PREVIEW_ROLE"))
	if err != nil {
		return err
	}
	plugin, err := newPluginProcess(os.Getenv("PREVIEW_PLUGIN"), log)
	if err != nil {
		return err
	}
	defer plugin.Stop()

	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", os.Getenv("PREVIEW_BACKEND_PORT")))
	if err != nil {
		return fmt.Errorf("cannot listen on the port in PREVIEW_BACKEND_PORT: %w. Choose a free one", err)
	}
	fmt.Printf("The data source's backend answers on http://%s\n", listener.Addr())
	return serve(ctx, listener, newServer(datasources, plugin, log))
}

// serve ends with ctx. Requests under way are cancelled, not waited for: they are reads, and their asker leaves too.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	if err := server.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
