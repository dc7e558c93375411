package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLoadDatasources(t *testing.T) {
	const list = `[{"uid":"jobs","type":"x-datasource","url":"http://c","jsonData":{"a":1},"secureJsonData":{"token":"s3cret","pin":1234567890123}}]`

	t.Run("reads a list, and a token that YAML took for a number", func(t *testing.T) {
		loaded, err := loadDatasources(list, "")
		require.NoError(t, err)
		settings := loaded["jobs"].DataSourceInstanceSettings
		require.Equal(t, "http://c", settings.URL)
		require.JSONEq(t, `{"a":1}`, string(settings.JSONData))
		require.Equal(t, map[string]string{"token": "s3cret", "pin": "1234567890123"}, settings.DecryptedSecureJSONData)
	})

	t.Run("reads the file that has the list", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "datasources.json")
		require.NoError(t, os.WriteFile(path, []byte(list), 0o600))
		loaded, err := loadDatasources(path, "")
		require.NoError(t, err)
		require.Contains(t, loaded, "jobs")
	})

	for name, source := range map[string]string{
		"nothing":                "",
		"a file that is not":     "/no/such/file",
		"something else":         `[{"uid":3}]`,
		"an instance without id": `[{"name":"Jobs","type":"x-datasource","secureJsonData":{"token":"s3cret"}}]`,
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			_, err := loadDatasources(source, "")
			require.ErrorContains(t, err, "PREVIEW_DATASOURCES: expected")
			require.NotContains(t, err.Error(), "s3cret")
		})
	}
}
