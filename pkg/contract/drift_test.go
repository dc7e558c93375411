package contract

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheTypesAreWhatOpenAPISays(t *testing.T) {
	target := filepath.Join(t.TempDir(), "contract.gen.go")
	config, err := os.ReadFile("oapi-codegen.yaml")
	require.NoError(t, err)
	// The configuration's output wins over the -o flag, so the copy names another.
	config = bytes.Replace(config, []byte("output: contract.gen.go"), []byte("output: "+target), 1)
	configPath := filepath.Join(t.TempDir(), "oapi-codegen.yaml")
	require.NoError(t, os.WriteFile(configPath, config, 0o600))

	generator := exec.Command("go", "tool", "oapi-codegen", "-config", configPath, "../../contract/openapi.json")
	output, err := generator.CombinedOutput()
	require.NoError(t, err, string(output))

	want, err := os.ReadFile(target)
	require.NoError(t, err)
	have, err := os.ReadFile("contract.gen.go")
	require.NoError(t, err)
	require.Equal(t, string(want), string(have), "pkg/contract/contract.gen.go is stale: run npm run generate")
}
