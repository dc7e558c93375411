package plugin_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/openvcloud/jobs-grafana/pkg/controller/controllertest"
	"github.com/openvcloud/jobs-grafana/pkg/plugin"
)

// What the SDK gives every data source, as far as it reaches the controller.

func (s stack) nodes(t *testing.T, settings backend.PluginContext, headers map[string]string) backend.DataResponse {
	t.Helper()
	res, err := s.client.QueryData(context.Background(), &backend.QueryDataRequest{
		PluginContext: settings, Headers: headers,
		Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{"queryType":"nodes"}`)}},
	})
	require.NoError(t, err)
	return res.Responses["A"]
}

func TestTheControllerHearsWhoAsksAndTheTokenStays(t *testing.T) {
	s := start(t)
	require.NoError(t, s.nodes(t, s.good(), map[string]string{"http_X-Grafana-User": "ada", "Authorization": "Bearer of-ada"}).Error)
	require.Equal(t, "ada", s.fake.LastHeader("X-Grafana-User"))
	require.Equal(t, "Bearer "+controllertest.Token, s.fake.LastHeader("Authorization"))
}

func TestCustomHeadersOfTheSettingsAreSent(t *testing.T) {
	s := start(t)
	settings := s.good()
	settings.DataSourceInstanceSettings.JSONData = []byte(`{"httpHeaderName1":"X-Team"}`)
	settings.DataSourceInstanceSettings.DecryptedSecureJSONData["httpHeaderValue1"] = "storage"
	require.NoError(t, s.nodes(t, settings, nil).Error)
	require.Equal(t, "storage", s.fake.LastHeader("X-Team"))
}

func TestATraceOfGrafanaGoesOnAtTheController(t *testing.T) {
	before := otel.GetTextMapPropagator()
	otel.SetTextMapPropagator(propagation.TraceContext{})
	t.Cleanup(func() { otel.SetTextMapPropagator(before) })
	fake := controllertest.New(t)
	instance, err := plugin.NewDatasource(context.Background(), backend.DataSourceInstanceSettings{
		URL: fake.URL, JSONData: []byte(`{}`), DecryptedSecureJSONData: map[string]string{"token": controllertest.Token},
	})
	require.NoError(t, err)
	d := instance.(*plugin.Datasource)
	defer d.Dispose()
	ctx := trace.ContextWithRemoteSpanContext(context.Background(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}, TraceFlags: trace.FlagsSampled,
	}))
	_, err = d.CheckHealth(ctx, &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Contains(t, fake.LastHeader("Traceparent"), "00-01000000000000000000000000000000-")
}

func TestAControllerThatAsksForACertificateGetsIt(t *testing.T) {
	s := start(t)
	authority := newAuthority(t)
	server := httptest.NewUnstartedServer(s.fake)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(authority.certificate))
	certificate, key := authority.issue(t)
	pair, err := tls.X509KeyPair(certificate, key)
	require.NoError(t, err)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	defer server.Close()

	settings := s.settings(server.URL, controllertest.Token)
	settings.DataSourceInstanceSettings.JSONData = []byte(`{"tlsAuth":true,"tlsAuthWithCACert":true,"serverName":"localhost"}`)
	secrets := settings.DataSourceInstanceSettings.DecryptedSecureJSONData
	secrets["tlsClientCert"], secrets["tlsClientKey"], secrets["tlsCACert"] = string(certificate), string(key), string(authority.certificate)
	require.NoError(t, s.nodes(t, settings, nil).Error)

	without := s.settings(server.URL, controllertest.Token)
	without.DataSourceInstanceSettings.JSONData = []byte(`{"tlsAuthWithCACert":true,"serverName":"localhost"}`)
	without.DataSourceInstanceSettings.DecryptedSecureJSONData["tlsCACert"] = string(authority.certificate)
	err = s.nodes(t, without, nil).Error
	require.ErrorContains(t, err, "No trusted TLS connection")
	require.ErrorContains(t, err, "Enter the client certificate that it asks for")
}

// authority issues certificates for localhost, which are good for servers and clients.
type authority struct {
	certificate []byte
	parent      *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	return authority{pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), template, key}
}

func (a authority) issue(t *testing.T) (certificate, key []byte) {
	t.Helper()
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	raw, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "grafana"}, NotBefore: a.parent.NotBefore, NotAfter: a.parent.NotAfter,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, a.parent, &own.PublicKey, a.key)
	require.NoError(t, err)
	text, err := x509.MarshalECPrivateKey(own)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: text})
}
