package main

import (
	"errors"
	"io"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"
)

// passedHeaders of a request: what a plugin may need to read a body, choose its answer and tell where a request comes from. Cookies and credentials are
// the browser's and Grafana's business.
var passedHeaders = []string{"Accept", "Accept-Language", "Content-Type", "Idempotency-Key", "Sec-Fetch-Site", "X-Openvcloud-Act"}

// resource passes a call on and its answer back, chunk by chunk.
func (s *server) resource(w http.ResponseWriter, r *http.Request) {
	instance, isKnown := s.instance(w, r.PathValue("uid"))
	if !isKnown {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err != nil {
		writeMessage(w, http.StatusBadRequest, "bad request data: "+err.Error())
		return
	}
	path := r.PathValue("path")
	req := &backend.CallResourceRequest{PluginContext: instance, Path: path, Method: r.Method, URL: path, Headers: map[string][]string{}, Body: body}
	if r.URL.RawQuery != "" {
		req.URL += "?" + r.URL.RawQuery
	}
	for _, name := range passedHeaders {
		if values := r.Header.Values(name); len(values) > 0 {
			req.Headers[name] = values
		}
	}
	if err := s.passThrough(w, r, req); err != nil {
		s.fail(w, r, err)
	}
}

// answer of a resource call: its first chunk has the status, and shows that there is one at all.
type answer struct {
	first *pluginv2.CallResourceResponse
	rest  grpc.ServerStreamingClient[pluginv2.CallResourceResponse]
}

func (s *server) passThrough(w http.ResponseWriter, r *http.Request, req *backend.CallResourceRequest) error {
	answered, err := withPlugin(s.plugin, func(running services) (answer, error) {
		stream, err := running.resource.CallResource(r.Context(), backend.ToProto().CallResourceRequest(req))
		if err != nil {
			return answer{}, err
		}
		first, err := stream.Recv()
		return answer{first: first, rest: stream}, err
	})
	if err != nil {
		return err
	}
	writeHead(w, answered.first)
	for chunk := answered.first; ; {
		if _, err := w.Write(chunk.GetBody()); err != nil {
			return nil //nolint:nilerr // whoever asked has gone
		}
		_ = http.NewResponseController(w).Flush()
		if chunk, err = answered.rest.Recv(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			// Status and first bytes are gone; ending the connection is the one way left to say that it is not all.
			panic(http.ErrAbortHandler)
		}
	}
}

func writeHead(w http.ResponseWriter, first *pluginv2.CallResourceResponse) {
	response := backend.FromProto().CallResourceResponse(first)
	for name, values := range response.Headers {
		switch http.CanonicalHeaderKey(name) {
		case "Connection", "Content-Length", "Set-Cookie", "Transfer-Encoding":
			continue // ours to set, or not the plugin's to give
		}
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	// As in Grafana: what a plugin serves must not run as a page of the same origin.
	w.Header().Set("Content-Security-Policy", "sandbox")
	w.WriteHeader(response.Status)
}
