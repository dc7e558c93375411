package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// testBinary has the tests of one package.
type testBinary struct {
	// folder of the package, from the root.
	folder string
	path   string
	// workingFolder is where go test would run it.
	workingFolder string
}

// buildTests builds the tests of all core packages with the changed files in place of the real ones, which stay as they are.
func buildTests(ctx context.Context, root, scratch string, overlay map[string][]byte) ([]testBinary, error) {
	overlayPath, err := writeOverlay(scratch, overlay)
	if err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	var tests []testBinary
	for _, folder := range corePackages {
		path := filepath.Join(scratch, filepath.Base(folder)+".test")
		build := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", overlayPath, "-o", path, "./"+folder) //nolint:gosec // our own paths
		build.Dir = absolute
		if output, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("the mutants of %s do not build: %w\n%s", folder, err, output)
		}
		tests = append(tests, testBinary{folder: folder, path: path, workingFolder: filepath.Join(absolute, folder)})
	}
	return tests, nil
}

func writeOverlay(scratch string, overlay map[string][]byte) (string, error) {
	replaced := map[string]string{}
	for path, text := range overlay {
		changed := filepath.Join(scratch, fmt.Sprintf("%d.go", len(replaced)))
		if err := os.WriteFile(changed, text, 0o600); err != nil {
			return "", err
		}
		replaced[path] = changed
	}
	text, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	path := filepath.Join(scratch, "overlay.json")
	return path, os.WriteFile(path, text, 0o600)
}
