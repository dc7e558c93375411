package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/config"
)

// datasource is an instance as provisioning files have it; what else they say does not concern a backend.
type datasource struct {
	UID            string           `json:"uid"`
	Name           string           `json:"name"`
	Type           string           `json:"type"`
	URL            string           `json:"url"`
	JSONData       json.RawMessage  `json:"jsonData"`
	SecureJSONData map[string]loose `json:"secureJsonData"`
}

// loose is text that YAML may have taken for a number: a token of digits is still a token.
type loose string

func (l *loose) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, (*string)(l))
	}
	*l = loose(text)
	return nil
}

// datasources by uid. Their secrets go to the plugin and nowhere else.
type datasources map[string]backend.PluginContext

// loadDatasources reads a JSON list, or the file that has it.
func loadDatasources(source, role string) (datasources, error) {
	text := []byte(strings.TrimSpace(source))
	if len(text) > 0 && text[0] != '[' {
		var err error
		if text, err = os.ReadFile(source); err != nil { //nolint:gosec // the path we were told to read
			return nil, fmt.Errorf("PREVIEW_DATASOURCES: expected a JSON list, or the path of a file with one: %w", err)
		}
	}
	var list []datasource
	if err := json.Unmarshal(text, &list); err != nil {
		// The error of the JSON package names a place, never a value: no secret gets out by it.
		return nil, fmt.Errorf("PREVIEW_DATASOURCES: expected a JSON list of {uid, name, type, url, jsonData, secureJsonData}: %w", err)
	}
	loaded := datasources{}
	for i, instance := range list {
		if instance.UID == "" || instance.Type == "" {
			return nil, fmt.Errorf("PREVIEW_DATASOURCES: expected a uid and a type, data source %d (%q) has none", i+1, instance.Name)
		}
		loaded[instance.UID] = pluginContext(int64(i+1), instance, role)
	}
	return loaded, nil
}

// pluginContext is what Grafana sends along with each call; the SDK keeps one instance per id and time of change.
func pluginContext(id int64, instance datasource, role string) backend.PluginContext {
	jsonData := instance.JSONData
	if len(jsonData) == 0 {
		jsonData = json.RawMessage(`{}`)
	}
	secrets := map[string]string{}
	for name, secret := range instance.SecureJSONData {
		secrets[name] = string(secret)
	}
	return backend.PluginContext{
		Namespace: "default",
		PluginID:  instance.Type,
		User:      &backend.User{Login: "preview", Name: "Preview", Role: cmp.Or(role, "Viewer")},
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID: id, UID: instance.UID, Name: instance.Name, Type: instance.Type, URL: instance.URL,
			JSONData: jsonData, DecryptedSecureJSONData: secrets, Updated: time.Now(),
		},
		GrafanaConfig: config.NewGrafanaCfg(map[string]string{}),
	}
}
