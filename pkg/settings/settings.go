// Package settings turns what Grafana stores for a data source instance into validated Settings.
package settings

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// apiRoot is where the API is below the URL; people paste it along.
const apiRoot = "/api/v1"

const where = "Connections → Data sources → OpenvCloud Jobs"

// ErrNoURL and its siblings are faults of the person who configured the data source, each with the remedy.
var (
	ErrNoURL = errors.New("No Agent Controller URL is set. Enter it in " + where + ", e.g. http://controller:4400") //nolint:staticcheck // shown to people as it is
	ErrURL   = errors.New("The Agent Controller URL cannot be used")                                                //nolint:staticcheck // shown to people as it is
	ErrTLS   = errors.New("The TLS or timeout settings cannot be used")                                             //nolint:staticcheck // shown to people as it is
)

// Settings of one data source instance.
type Settings struct {
	// URL of the Agent Controller, without a trailing slash.
	URL string
	// Token is the bearer token; a secret, and empty when none was entered.
	Token string
	// HTTP holds Grafana's standard settings: TLS, timeout, secure SOCKS proxy, custom headers, forwarded headers.
	HTTP httpclient.Options
}

// Load validates the settings of an instance. Its errors are downstream errors, fit to be shown.
func Load(ctx context.Context, instance backend.DataSourceInstanceSettings) (Settings, error) {
	base, err := checkURL(instance.URL)
	if err != nil {
		return Settings{}, backend.DownstreamError(err)
	}
	options, err := instance.HTTPClientOptions(ctx)
	if err != nil {
		return Settings{}, backend.DownstreamError(fmt.Errorf("%w: %w. Correct them in %s", ErrTLS, err, where))
	}
	// What Grafana hands on of the person who asks: X-Grafana-User (send_user_header), OAuth tokens, cookies that the data
	// source keeps. The SDK sets none that a request has already, so that the controller's token stays.
	options.ForwardHTTPHeaders = true
	return Settings{URL: base, Token: strings.TrimSpace(instance.DecryptedSecureJSONData["token"]), HTTP: options}, nil
}

func checkURL(text string) (string, error) {
	text = strings.TrimRight(strings.TrimSpace(text), "/")
	if text == "" {
		return "", ErrNoURL
	}
	parsed, err := url.Parse(text)
	switch {
	// A parse error repeats the text, which may hold a password: say what was expected instead.
	case err != nil, parsed.Scheme != "http" && parsed.Scheme != "https", parsed.Host == "":
		return "", fmt.Errorf("%w: expected http:// or https:// and a host, e.g. http://controller:4400. Correct it in %s", ErrURL, where)
	case parsed.User != nil:
		return "", fmt.Errorf("%w: it holds a user name or password. Take them out and enter the token in %s", ErrURL, where)
	case parsed.RawQuery != "" || parsed.Fragment != "":
		return "", fmt.Errorf("%w: expected no ? or # part, got %s. Correct it in %s", ErrURL, parsed.Redacted(), where)
	case strings.HasSuffix(parsed.Path, apiRoot):
		return "", fmt.Errorf("%w: leave out %s at its end, it is added to every request. Correct it in %s", ErrURL, apiRoot, where)
	}
	return text, nil
}
