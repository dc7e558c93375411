package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// server answers like Grafana's HTTP API, as far as @grafana/runtime's DataSourceWithBackend asks it.
type server struct {
	datasources datasources
	plugin      *pluginProcess
	channels    *liveChannels
	log         *slog.Logger
}

func newServer(datasources datasources, plugin *pluginProcess, log *slog.Logger) http.Handler {
	s := &server{datasources: datasources, plugin: plugin, channels: newLiveChannels(plugin, log), log: log}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/ds/query", s.query)
	mux.HandleFunc("GET /api/datasources/uid/{uid}/health", s.health)
	mux.HandleFunc("/api/datasources/uid/{uid}/resources/{path...}", s.resource)
	mux.HandleFunc("GET /api/live/ds/{uid}/{path...}", s.live)
	return mux
}

// instance writes the answer itself when there is none.
func (s *server) instance(w http.ResponseWriter, uid string) (backend.PluginContext, bool) {
	instance, isKnown := s.datasources[uid]
	if !isKnown {
		writeMessage(w, http.StatusNotFound, "Data source not found: no instance has the uid "+uid)
	}
	return instance, isKnown
}

// fail answers for a call that did not get through to the plugin, or that the plugin itself refused.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // whoever asked has gone
	}
	s.log.Error("A call to the plugin failed", "path", r.URL.Path, "error", err)
	code := http.StatusInternalServerError
	if status.Code(err) == codes.Unavailable || errors.Is(err, errStopped) {
		code = http.StatusBadGateway
	}
	writeMessage(w, code, "The data source's backend did not answer: "+err.Error())
}

func writeMessage(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"message": message})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
