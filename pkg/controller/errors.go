package controller

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Kind says what stood between us and an answer; the health check and the tests tell failures apart by it.
type Kind string

// Kinds of failure. All of them are downstream: the controller's, the network's, or the user's fault.
const (
	Unreachable   Kind = "unreachable"
	Timeout       Kind = "timeout"
	Cancelled     Kind = "cancelled"
	TLS           Kind = "tls"
	Unauthorized  Kind = "unauthorized"
	Forbidden     Kind = "forbidden"
	NotController Kind = "not a controller"
	// Refused: the controller answered with a problem; Status and Problem have it.
	Refused  Kind = "refused"
	TooLarge Kind = "too large"
)

// Error of a request. Its message says what was expected, what came and what to do.
type Error struct {
	Kind    Kind
	Status  int
	Problem *contract.Problem

	message string
	cause   error
}

func (e *Error) Error() string { return e.message }
func (e *Error) Unwrap() error { return e.cause }

func failure(kind Kind, cause error, format string, args ...any) error {
	return backend.DownstreamError(&Error{Kind: kind, message: fmt.Sprintf(format, args...), cause: cause})
}

const inSettings = "in the data source's settings"

// transportError is for requests that got no answer, or only the beginning of one.
func (c *Client) transportError(err error) error {
	var dns *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return failure(Cancelled, err, "The request was cancelled.")
	case isTimeout(err):
		return failure(Timeout, err, "The Agent Controller at %s did not answer in time%s. See whether it is overloaded, ask for a shorter time range, or raise the timeout %s.", c.base, c.patience(), inSettings)
	case isTLS(err):
		return failure(TLS, err, "No trusted TLS connection to %s: %v. %s %s, or correct http/https in the URL.", c.base, rootCause(err), tlsRemedy(err), inSettings)
	case errors.As(err, &dns):
		return failure(Unreachable, err, "The name %q is not known to the Grafana server. Correct the URL %s.", dns.Name, inSettings)
	case errors.Is(err, syscall.ECONNREFUSED):
		return failure(Unreachable, err, "Nothing listens at %s. Start the Agent Controller, or correct the URL %s.", c.base, inSettings)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return failure(Unreachable, err, "%s closed the connection before its answer was complete. See the Agent Controller's log, and try again.", c.base)
	}
	return failure(Unreachable, err, "The Agent Controller at %s cannot be reached from the Grafana server: %v. Check the URL %s, and the network between them.", c.base, rootCause(err), inSettings)
}

func (c *Client) patience() string {
	if c.http.Timeout == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s)", c.http.Timeout)
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &network) && network.Timeout())
}

func isTLS(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		authority    x509.UnknownAuthorityError
		hostname     x509.HostnameError
		record       tls.RecordHeaderError
	)
	return isRefusedByServer(err) || errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &hostname) ||
		errors.As(err, &record) ||
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

// isRefusedByServer: crypto/tls has no exported type for an alert that came from the other side.
func isRefusedByServer(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && operation.Op == "remote error"
}

func tlsRemedy(err error) string {
	if isRefusedByServer(err) {
		return "Enter the client certificate that it asks for"
	}
	return "Add the right CA certificate and server name"
}

// rootCause leaves out the URL that url.Error repeats.
func rootCause(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// statusError is for answers other than 200.
func (c *Client) statusError(res *http.Response) error {
	problem, isProblem := readProblem(res)
	if !isProblem {
		return c.notController(res)
	}
	kind, todo := Refused, problem.Action
	switch res.StatusCode {
	case http.StatusUnauthorized:
		kind = Unauthorized
		todo = "Enter a valid token of the Agent Controller " + inSettings + "."
		if c.token == "" {
			todo = "No token is set: enter a viewer token of the Agent Controller " + inSettings + "."
		}
	case http.StatusForbidden:
		kind = Forbidden
		todo = "Enter a token with the role viewer, operator or admin " + inSettings + "."
	}
	return backend.DownstreamError(&Error{
		Kind: kind, Status: res.StatusCode, Problem: &problem,
		message: fmt.Sprintf("%s %s (%s)", sentence(problem.Title, problem.Detail), todo, problem.Code),
	})
}

// sentence: ("Unknown filter field", "Expected one of a, b") → "Unknown filter field: Expected one of a, b."
func sentence(title, detail string) string {
	text := title
	switch {
	case title == "":
		text = detail
	case detail != "" && detail != title:
		text = strings.TrimRight(title, ".:") + ": " + detail
	}
	if text != "" && !strings.ContainsAny(text[len(text)-1:], ".?!") {
		text += "."
	}
	return text
}

func readProblem(res *http.Response) (contract.Problem, bool) {
	var problem contract.Problem
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "application/problem+json") {
		return problem, false
	}
	err := json.NewDecoder(res.Body).Decode(&problem)
	return problem, err == nil && problem.Code != ""
}

// notController is for answers that are not the API's: of something else, or of the server before it reads a request.
func (c *Client) notController(res *http.Response) error {
	if res.StatusCode == http.StatusRequestHeaderFieldsTooLarge || res.StatusCode == http.StatusRequestURITooLong {
		return backend.DownstreamError(&Error{
			Kind: Refused, Status: http.StatusBadRequest,
			message: fmt.Sprintf("The query is longer than %s takes (HTTP %d). Choose fewer values in the filters.", c.base, res.StatusCode),
		})
	}
	kind := res.Header.Get("Content-Type")
	if kind == "" {
		kind = "nothing"
	}
	return backend.DownstreamError(&Error{
		Kind: NotController, Status: res.StatusCode,
		message: fmt.Sprintf("%s does not answer like an Agent Controller: expected JSON, got HTTP %d with %s. Correct the URL %s, and look for a proxy in between.",
			c.base, res.StatusCode, kind, inSettings),
	})
}
