package controller

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestEachFailureToGetAnAnswerHasItsKindAndRemedy(t *testing.T) {
	client := &Client{base: "http://c:4400", http: &http.Client{Timeout: 30 * time.Second}}
	const settings = " in the data source's settings"
	const tlsRemedy = ". Add the right CA certificate and server name" + settings + ", or correct http/https in the URL."
	const closed = "http://c:4400 closed the connection before its answer was complete. See the Agent Controller's log, and try again."
	const late = "The Agent Controller at http://c:4400 did not answer in time (30s). See whether it is overloaded, ask for a shorter time range, or raise the timeout" + settings + "."
	cases := []struct {
		cause error
		kind  Kind
		says  string
	}{
		{context.Canceled, Cancelled, "The request was cancelled."},
		{context.DeadlineExceeded, Timeout, late},
		{os.ErrDeadlineExceeded, Timeout, late},
		{&tls.CertificateVerificationError{Err: errors.New("bad")}, TLS, "No trusted TLS connection to http://c:4400: tls: failed to verify certificate: bad" + tlsRemedy},
		{x509.UnknownAuthorityError{}, TLS, "No trusted TLS connection to http://c:4400: x509: certificate signed by unknown authority" + tlsRemedy},
		{x509.HostnameError{Certificate: &x509.Certificate{}, Host: "c"}, TLS, "No trusted TLS connection to http://c:4400: x509: certificate is not valid for any names, but wanted to match c" + tlsRemedy},
		{tls.RecordHeaderError{Msg: "odd"}, TLS, "No trusted TLS connection to http://c:4400: tls: odd" + tlsRemedy},
		{
			&net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, TLS,
			"No trusted TLS connection to http://c:4400: remote error: tls: certificate required. Enter the client certificate that it asks for" + settings + ", or correct http/https in the URL.",
		},
		{&net.DNSError{Name: "c"}, Unreachable, `The name "c" is not known to the Grafana server. Correct the URL` + settings + "."},
		{syscall.ECONNREFUSED, Unreachable, "Nothing listens at http://c:4400. Start the Agent Controller, or correct the URL" + settings + "."},
		{io.EOF, Unreachable, closed},
		{io.ErrUnexpectedEOF, Unreachable, closed},
		{syscall.ECONNRESET, Unreachable, closed},
		{
			syscall.ENETUNREACH, Unreachable,
			"The Agent Controller at http://c:4400 cannot be reached from the Grafana server: network is unreachable. Check the URL" + settings + ", and the network between them.",
		},
	}
	for _, tc := range cases {
		for _, cause := range []error{tc.cause, &url.Error{Op: "Get", URL: "http://c:4400/x", Err: tc.cause}} {
			t.Run(fmt.Sprintf("%T %v", cause, cause), func(t *testing.T) {
				err := client.transportError(cause)
				var fault *Error
				require.ErrorAs(t, err, &fault)
				require.Equal(t, tc.kind, fault.Kind)
				require.Equal(t, tc.says, fault.Error())
				require.ErrorIs(t, err, tc.cause, "the cause is kept")
				require.True(t, backend.IsDownstreamError(err))
			})
		}
	}

	t.Run("no timeout is named when there is none", func(t *testing.T) {
		patient := &Client{base: "http://c:4400", http: &http.Client{}}
		require.ErrorContains(t, patient.transportError(context.DeadlineExceeded), "did not answer in time. See whether")
	})
}

func TestTitleAndDetailOfAProblemBecomeASentence(t *testing.T) {
	for _, tc := range []struct{ title, detail, want string }{
		{"Bad cursor", "Expected page.next.", "Bad cursor: Expected page.next."},
		{"Bad cursor.", "Expected page.next", "Bad cursor: Expected page.next."},
		{"Bad cursor:", "Why?", "Bad cursor: Why?"},
		{"Bad cursor", "Bad cursor", "Bad cursor."},
		{"Stop!", "", "Stop!"},
		{"", "It is odd", "It is odd."},
		{"", "", ""},
	} {
		require.Equal(t, tc.want, sentence(tc.title, tc.detail))
	}
}
