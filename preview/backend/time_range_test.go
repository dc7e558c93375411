package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseTimeRange(t *testing.T) {
	now := time.UnixMilli(1763800000000).UTC()

	parsed, err := parseTimeRange("now-6h", "1763799999999", now)
	require.NoError(t, err)
	require.Equal(t, now.Add(-6*time.Hour), parsed.From)
	require.Equal(t, now.Add(-time.Millisecond), parsed.To)

	for _, text := range []string{"", "now+1h", "now-", "now-1x", "2025-11-22"} {
		_, err := parseTimeRange(text, "now", now)
		require.ErrorContains(t, err, "from: expected epoch milliseconds, now or now-6h", text)
	}
}
