package main

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// live follows a channel of the plugin. Grafana Live has a websocket for all channels of a page; here each is a stream of
// server-sent events: "subscribed" with what the plugin says first, then "publication" for each packet.
func (s *server) live(w http.ResponseWriter, r *http.Request) {
	instance, isKnown := s.instance(w, r.PathValue("uid"))
	if !isKnown {
		return
	}
	path, data := r.PathValue("path"), []byte(r.URL.Query().Get("data"))
	context := backend.ToProto().PluginContext(instance)
	subscribed, err := withPlugin(s.plugin, func(running services) (*pluginv2.SubscribeStreamResponse, error) {
		return running.stream.SubscribeStream(r.Context(), &pluginv2.SubscribeStreamRequest{PluginContext: context, Path: path, Data: data})
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	switch subscribed.Status {
	case pluginv2.SubscribeStreamResponse_OK:
	case pluginv2.SubscribeStreamResponse_PERMISSION_DENIED:
		writeMessage(w, http.StatusForbidden, "permission denied") // Grafana's words, as below
		return
	default:
		writeMessage(w, http.StatusNotFound, "unknown channel")
		return
	}
	key := r.PathValue("uid") + "/" + path
	packets := s.channels.join(&pluginv2.RunStreamRequest{PluginContext: context, Path: path, Data: data}, key)
	defer s.channels.leave(key, packets)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	send(w, "subscribed", subscribed.Data)
	for {
		select {
		case <-r.Context().Done():
			return
		case packet, isOpen := <-packets:
			if !isOpen {
				return // too far behind: the browser connects again
			}
			send(w, "publication", packet)
		}
	}
}

// send writes an event; JSON of the SDK has no line breaks. When the viewer has gone the request's context says so.
func send(w http.ResponseWriter, name string, data json.RawMessage) {
	_, _ = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, data)
	_ = http.NewResponseController(w).Flush()
}
