// Package settings turns what Grafana stores for a data source instance into validated Settings.
package settings

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/openvcloud/jobs-grafana/pkg/permission"
)

// apiRoot is where the API is below the URL; people paste it along.
const apiRoot = "/api/v1"

const where = "Connections → Data sources → OpenvCloud Jobs"

// ErrNoURL and its siblings are faults of the person who configured the data source, each with the remedy.
var (
	ErrNoURL = errors.New("No Agent Controller URL is set. Enter it in " + where + ", e.g. http://controller:4400") //nolint:staticcheck // shown to people as it is
	ErrURL   = errors.New("The Agent Controller URL cannot be used")                                                //nolint:staticcheck // shown to people as it is
	ErrActs  = errors.New("The settings of who may act cannot be used")                                             //nolint:staticcheck // shown to people as it is
	ErrTLS   = errors.New("The TLS or timeout settings cannot be used")                                             //nolint:staticcheck // shown to people as it is
)

// Settings of one data source instance.
type Settings struct {
	// URL of the Agent Controller, without a trailing slash.
	URL string
	// Token is the bearer token; a secret, and empty when none was entered.
	Token string
	// OperatorToken is the bearer token to act with; a secret, and empty while acting is off.
	OperatorToken string
	// Acts says who may.
	Acts permission.Rule
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
	operatorToken := strings.TrimSpace(instance.DecryptedSecureJSONData["operatorToken"])
	rule, err := actRule(instance.JSONData, operatorToken != "")
	if err != nil {
		return Settings{}, backend.DownstreamError(err)
	}
	return Settings{
		URL: base, Token: strings.TrimSpace(instance.DecryptedSecureJSONData["token"]), OperatorToken: operatorToken, Acts: rule, HTTP: options,
	}, nil
}

// actRule: a word that is no role must not be taken for one that lets nobody, or everybody, act.
func actRule(jsonData []byte, hasToken bool) (permission.Rule, error) {
	var stored struct {
		ActRole  string `json:"actRole"`
		ActUsers string `json:"actUsers"`
	}
	if err := json.Unmarshal(jsonData, &stored); err != nil && len(jsonData) > 0 {
		return permission.Rule{}, fmt.Errorf("%w: actRole and actUsers must be text. Correct them in %s", ErrActs, where)
	}
	if stored.ActRole != "" && !permission.KnownRole(stored.ActRole) {
		return permission.Rule{}, fmt.Errorf("%w: expected actRole Viewer, Editor or Admin, or none, got %q. Correct it in %s", ErrActs, stored.ActRole, where)
	}
	logins := strings.FieldsFunc(stored.ActUsers, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	return permission.Rule{HasToken: hasToken, LeastRole: stored.ActRole, Logins: logins}, nil
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
