package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"
)

func parseTimeRange(from, to string, now time.Time) (backend.TimeRange, error) {
	start, err := parseTime(from, now)
	if err != nil {
		return backend.TimeRange{}, fmt.Errorf("from: %w", err)
	}
	end, err := parseTime(to, now)
	if err != nil {
		return backend.TimeRange{}, fmt.Errorf("to: %w", err)
	}
	return backend.TimeRange{From: start, To: end}, nil
}

// parseTime reads epoch milliseconds, as the browser sends, and now or now-6h, as one types after curl.
func parseTime(text string, now time.Time) (time.Time, error) {
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.UnixMilli(ms).UTC(), nil
	}
	if text == "now" {
		return now.UTC(), nil
	}
	if age, isPast := strings.CutPrefix(text, "now-"); isPast {
		if duration, err := gtime.ParseDuration(age); err == nil {
			return now.Add(-duration).UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("expected epoch milliseconds, now or now-6h, got %q", text)
}
