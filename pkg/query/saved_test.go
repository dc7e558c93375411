package query

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// What this repository ships must be accepted by the backend it ships.

var variable = regexp.MustCompile(`"\$\w+"`)

func requireAccepted(t *testing.T, target json.RawMessage) {
	t.Helper()
	// "1" is a value wherever the dashboards use a variable: a guid, a version, a filter's value.
	text := variable.ReplaceAll(target, []byte(`"1"`))
	_, err := Parse(backend.DataQuery{JSON: text, TimeRange: lastHour, Interval: time.Minute}, false)
	require.NoError(t, err, string(target))
}

func TestEveryQueryOfTheDashboardsIsAccepted(t *testing.T) {
	paths, err := filepath.Glob("../../src/dashboards/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			var dashboard struct {
				Panels []struct {
					Targets []json.RawMessage `json:"targets"`
				} `json:"panels"`
			}
			require.NoError(t, json.Unmarshal(text, &dashboard))
			for _, panel := range dashboard.Panels {
				for _, target := range panel.Targets {
					requireAccepted(t, target)
				}
			}
		})
	}
}

func TestEveryQueryOfTheAlertRulesIsAccepted(t *testing.T) {
	text, err := os.ReadFile("../../provisioning/alerting/rules.yaml")
	require.NoError(t, err)
	var file struct {
		Groups []struct {
			Rules []struct {
				Data []struct {
					DatasourceUID string         `yaml:"datasourceUid"`
					Model         map[string]any `yaml:"model"`
				} `yaml:"data"`
			} `yaml:"rules"`
		} `yaml:"groups"`
	}
	require.NoError(t, yaml.Unmarshal(text, &file))
	counted := 0
	for _, group := range file.Groups {
		for _, rule := range group.Rules {
			for _, data := range rule.Data {
				if data.DatasourceUID == "__expr__" {
					continue
				}
				require.Contains(t, []any{"jobCounts", "nodes", "queues", "failures", "controllerBehind"}, data.Model["queryType"], "exact, and never limited in rows")
				model, err := json.Marshal(data.Model)
				require.NoError(t, err)
				requireAccepted(t, model)
				counted++
			}
		}
	}
	require.Positive(t, counted)
}
