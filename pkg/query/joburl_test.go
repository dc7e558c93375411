package query

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLinksToJobsLeadToTheDashboardOfJobDetails(t *testing.T) {
	text, err := os.ReadFile("../../src/dashboards/job.json")
	require.NoError(t, err)
	var dashboard struct{ UID, Title string }
	require.NoError(t, json.Unmarshal(text, &dashboard))
	slug := strings.ReplaceAll(strings.ToLower(dashboard.Title), " ", "-")
	assert.Equal(t, "/d/"+dashboard.UID+"/"+slug+"?var-guid=", jobURL(context.Background()))
	assert.Contains(t, string(text), `"name": "guid"`)
}
