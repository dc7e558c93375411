package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// services of the plugin protocol that the browser's calls need.
type services struct {
	data        grpcplugin.DataClient
	resource    grpcplugin.ResourceClient
	diagnostics grpcplugin.DiagnosticsClient
	stream      grpcplugin.StreamClient
	// of the process that offers them.
	of *goplugin.Client
}

// pluginProcess is the plugin as a child process. It is started when it is first needed, and again when it has died.
type pluginProcess struct {
	executable string
	log        *slog.Logger

	mutex   sync.Mutex
	running services
	stopped bool
}

var errStopped = errors.New("the preview is stopping")

func newPluginProcess(executable string, log *slog.Logger) (*pluginProcess, error) {
	if _, err := os.Stat(executable); err != nil { //nolint:gosec // the path we were told to run
		return nil, fmt.Errorf("PREVIEW_PLUGIN: expected the data source's built backend: %w. Build it first", err)
	}
	return &pluginProcess{executable: executable, log: log}, nil
}

// Services are those of a running plugin.
func (p *pluginProcess) Services() (services, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch {
	case p.stopped:
		return services{}, errStopped
	case p.running.of != nil && !p.running.of.Exited():
		return p.running, nil
	case p.running.of != nil:
		p.log.Warn("The plugin has ended by itself and is started again")
	}
	client := goplugin.NewClient(p.config())
	started, err := connect(client)
	if err != nil {
		client.Kill()
		return services{}, fmt.Errorf("the plugin %s does not start: %w", p.executable, err)
	}
	p.running = started
	p.log.Info("The plugin runs", "pid", client.ReattachConfig().Pid)
	return started, nil
}

// Stop ends the plugin for good.
func (p *pluginProcess) Stop() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.stopped = true
	if p.running.of != nil {
		p.running.of.Kill()
	}
}

func (p *pluginProcess) config() *goplugin.ClientConfig {
	return &goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{
			grpcplugin.ProtocolVersion: {
				"data":        &grpcplugin.DataGRPCPlugin{},
				"resource":    &grpcplugin.ResourceGRPCPlugin{},
				"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
				"stream":      &grpcplugin.StreamGRPCPlugin{},
			},
		},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		// Not our environment: the instances' secrets are in it.
		SkipHostEnv: true,
		Cmd:         pluginCommand(p.executable),
		Logger:      hclog.New(&hclog.LoggerOptions{Name: "plugin", Level: hclog.Warn, Output: os.Stderr}),
	}
}

func pluginCommand(executable string) *exec.Cmd {
	command := exec.Command(executable) //nolint:noctx // the plugin we were asked to host; it outlives requests
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "GF_VERSION=12.4.0"}
	return command
}

func connect(client *goplugin.Client) (services, error) {
	protocol, err := client.Client()
	if err != nil {
		return services{}, err
	}
	found := services{of: client}
	if found.data, err = dispense[grpcplugin.DataClient](protocol, "data"); err != nil {
		return services{}, err
	}
	if found.resource, err = dispense[grpcplugin.ResourceClient](protocol, "resource"); err != nil {
		return services{}, err
	}
	if found.diagnostics, err = dispense[grpcplugin.DiagnosticsClient](protocol, "diagnostics"); err != nil {
		return services{}, err
	}
	found.stream, err = dispense[grpcplugin.StreamClient](protocol, "stream")
	return found, err
}

func dispense[T any](protocol goplugin.ClientProtocol, name string) (T, error) {
	var none T
	raw, err := protocol.Dispense(name)
	if err != nil {
		return none, err
	}
	service, isOffered := raw.(T)
	if !isOffered {
		return none, fmt.Errorf("expected the service %q, got %T", name, raw)
	}
	return service, nil
}

// withPlugin makes a call, and makes it once more when the plugin turns out to have died: it cannot have answered it.
func withPlugin[T any](p *pluginProcess, call func(services) (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		running, err := p.Services()
		if err != nil {
			var none T
			return none, err
		}
		answer, err := call(running)
		if status.Code(err) != codes.Unavailable || attempt > 1 {
			return answer, err
		}
		// The connection is seen to break before the process is seen to end; waiting for that is not needed.
		running.of.Kill()
	}
}
