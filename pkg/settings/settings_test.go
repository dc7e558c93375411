package settings

import (
	"context"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/stretchr/testify/require"
)

func TestLoad(t *testing.T) {
	load := func(url, jsonData string) (Settings, error) {
		return Load(context.Background(), backend.DataSourceInstanceSettings{
			URL: url, JSONData: []byte(jsonData), DecryptedSecureJSONData: map[string]string{"token": " secret\n"},
		})
	}

	t.Run("takes the URL without its last slash, the token and the standard settings", func(t *testing.T) {
		loaded, err := load("http://controller:4400/", `{"timeout": 7, "tlsSkipVerify": true}`)
		require.NoError(t, err)
		require.Equal(t, "http://controller:4400", loaded.URL)
		require.Equal(t, "secret", loaded.Token)
		require.Equal(t, 7.0, loaded.HTTP.Timeouts.Timeout.Seconds())
		require.True(t, loaded.HTTP.TLS.InsecureSkipVerify)
	})

	t.Run("takes certificates, custom headers and the secure SOCKS proxy where Grafana stores them", func(t *testing.T) {
		loaded, err := Load(context.Background(), backend.DataSourceInstanceSettings{
			URL: "https://controller", UID: "jobs",
			JSONData:                []byte(`{"tlsAuth":true,"tlsAuthWithCACert":true,"serverName":"inside","httpHeaderName1":"X-Team","enableSecureSocksProxy":true}`),
			DecryptedSecureJSONData: map[string]string{"tlsClientCert": "cert", "tlsClientKey": "key", "tlsCACert": "ca", "httpHeaderValue1": "storage"},
		})
		require.NoError(t, err)
		require.Equal(t, &httpclient.TLSOptions{CACertificate: "ca", ClientCertificate: "cert", ClientKey: "key", ServerName: "inside"}, loaded.HTTP.TLS)
		require.Equal(t, []string{"storage"}, loaded.HTTP.Header["X-Team"])
		require.True(t, loaded.HTTP.ProxyOptions.Enabled)
		require.Equal(t, "jobs", loaded.HTTP.ProxyOptions.Auth.Username)
	})

	for _, url := range []string{"http://controller", "https://controller:4400/base"} {
		t.Run("takes "+url, func(t *testing.T) {
			loaded, err := load(url, `{}`)
			require.NoError(t, err)
			require.Equal(t, url, loaded.URL)
		})
	}

	const correct = ". Correct it in Connections → Data sources → OpenvCloud Jobs"
	const badURL = "The Agent Controller URL cannot be used: "
	const expected = badURL + "expected http:// or https:// and a host, e.g. http://controller:4400" + correct
	refused := []struct {
		name, url, jsonData string
		is                  error
		says                string
	}{
		{"no URL", "  ", `{}`, ErrNoURL, "No Agent Controller URL is set. Enter it in Connections → Data sources → OpenvCloud Jobs, e.g. http://controller:4400"},
		{"a URL without scheme", "controller:4400", `{}`, ErrURL, expected},
		{"another scheme", "ftp://controller", `{}`, ErrURL, expected},
		{"a URL without host", "http:///base", `{}`, ErrURL, expected},
		{"a URL that does not parse", "http://[::1", `{}`, ErrURL, expected},
		{
			"a URL with a password", "http://me:hunter2@controller", `{}`, ErrURL,
			badURL + "it holds a user name or password. Take them out and enter the token in Connections → Data sources → OpenvCloud Jobs",
		},
		{"a URL with a query", "http://controller?x=1", `{}`, ErrURL, badURL + "expected no ? or # part, got http://controller?x=1" + correct},
		{"a URL with a fragment", "http://controller#x", `{}`, ErrURL, badURL + "expected no ? or # part, got http://controller#x" + correct},
		{"a URL of the API", "http://controller:4400/base/api/v1/", `{}`, ErrURL, badURL + "leave out /api/v1 at its end, it is added to every request" + correct},
		{"jsonData that is not JSON", "http://controller", `{`, ErrTLS, "The TLS or timeout settings cannot be used: "},
	}
	for _, tc := range refused {
		t.Run("refuses "+tc.name+" as the user's fault, with the remedy", func(t *testing.T) {
			_, err := load(tc.url, tc.jsonData)
			require.ErrorIs(t, err, tc.is)
			require.True(t, backend.IsDownstreamError(err))
			require.NotContains(t, err.Error(), "hunter2")
			require.ErrorContains(t, err, tc.says)
			require.ErrorContains(t, err, " in Connections → Data sources → OpenvCloud Jobs")
		})
	}
}
