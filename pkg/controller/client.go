// Package controller is the client of the Agent Controller's HTTP API. request.go describes a request, client.go sends
// it, act.go sends what changes something, export.go streams what has no end in sight, stream.go follows live changes, errors.go decides whose fault a
// failure is and what to do about it.
package controller

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/openvcloud/jobs-grafana/pkg/jsonfault"
)

const (
	apiRoot = "/api/v1"
	// maxAnswerBytes is well over the largest page the API gives (1,000 log lines of 64 KiB), and under what would hurt.
	maxAnswerBytes = 80 << 20
)

// Client of one Agent Controller. Safe for concurrent use.
type Client struct {
	base  string
	token string
	http  *http.Client
	// endless is http without its timeout.
	endless        *http.Client
	transport      *http.Transport
	maxAnswerBytes int64
	exportStall    time.Duration
	silentAfter    time.Duration
	aliveWithin    time.Duration
	quietFor       time.Duration
}

// New takes the base URL without a trailing slash; an empty token sends none.
func New(base, token string, options httpclient.Options) (*Client, error) {
	// The SDK's middlewares hide the transport, and with it its idle connections.
	var transport *http.Transport
	options.ConfigureTransport = func(_ httpclient.Options, made *http.Transport) { transport = made }
	httpClient, err := httpclient.New(options)
	if err != nil {
		return nil, fmt.Errorf("building the HTTP client: %w", err)
	}
	// The API never redirects. Following one would show the token to whoever the answer names.
	httpClient.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	endless := *httpClient
	endless.Timeout = 0
	return &Client{
		base: base, token: token, http: httpClient, endless: &endless, transport: transport,
		maxAnswerBytes: maxAnswerBytes, exportStall: exportStall, silentAfter: silentAfter, aliveWithin: aliveWithin,
		quietFor: quietFor,
	}, nil
}

// Close gives the idle connections back.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Send performs a GET below the API's root and returns the answer as it came, whatever its status, as long as it is
// JSON: a page of something else must not reach the browser as if it were Grafana's. The caller closes its body.
func (c *Client) Send(ctx context.Context, path, rawQuery string) (*http.Response, error) {
	res, err := c.send(ctx, withQuery(apiRoot+path, rawQuery))
	if err != nil {
		return nil, err
	}
	return c.jsonOnly(res)
}

func (c *Client) jsonOnly(res *http.Response) (*http.Response, error) {
	if !isJSON(res) {
		_ = res.Body.Close()
		return nil, c.notController(res)
	}
	return res, nil
}

const acceptJSON = "application/json, application/problem+json"

func (c *Client) send(ctx context.Context, target string) (*http.Response, error) {
	res, err := c.request(ctx, target, call{through: c.http, accept: acceptJSON})
	if err != nil {
		return nil, err
	}
	return c.bounded(res), nil
}

func (c *Client) bounded(res *http.Response) *http.Response {
	res.Body = http.MaxBytesReader(nil, res.Body, c.maxAnswerBytes)
	return res
}

// call says by which client a request goes, and which types of answer it takes.
type call struct {
	through *http.Client
	accept  string
}

func (c *Client) request(ctx context.Context, target string, call call) (*http.Response, error) {
	req, err := c.newRequest(ctx, http.MethodGet, target, call.accept, nil)
	if err != nil {
		return nil, err
	}
	return c.doWhileAlive(call.through, req)
}

func (c *Client) newRequest(ctx context.Context, method, target, accept string, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+target, body)
	if err != nil {
		return nil, fmt.Errorf("building the request: %w", err)
	}
	// No Accept-Encoding: the transport then asks for gzip and undoes it.
	req.Header.Set("Accept", accept)
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	return req, nil
}

// Ask performs a request and decodes its answer.
func Ask[T any](ctx context.Context, c *Client, r Request[T]) (T, error) {
	var answer T
	res, err := c.send(ctx, withQuery(r.path, r.query.Encode()))
	if err != nil {
		return answer, err
	}
	defer res.Body.Close() //nolint:errcheck // nothing is lost with a body that was read
	if res.StatusCode != http.StatusOK {
		return answer, c.statusError(res)
	}
	if !isJSON(res) {
		return answer, c.notController(res)
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return answer, c.bodyError(err)
	}
	return answer, nil
}

func isJSON(res *http.Response) bool {
	kind := res.Header.Get("Content-Type")
	return strings.HasPrefix(kind, "application/json") || strings.HasPrefix(kind, "application/problem+json")
}

// bodyError tells an answer that was cut off from one that does not have the contract's shape.
func (c *Client) bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	switch {
	case errors.As(err, &tooLarge):
		return failure(TooLarge, err, "The Agent Controller's answer is over %d MiB. Ask for fewer rows, or a shorter time range.", tooLarge.Limit>>20)
	case errors.As(err, &syntax), errors.As(err, &shape):
		return failure(NotController, err, "The answer of %s is not what this plugin expects (%s). Give the Agent Controller and the OpenvCloud Jobs app the same version.", c.base, jsonfault.Describe(err))
	}
	return c.transportError(err)
}
