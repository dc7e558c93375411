package query

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// The front end migrates the same queries in the same way: src/datasource/migrateQuery.test.ts.
func TestAQueryAsSavedOnceIsBroughtUpToDate(t *testing.T) {
	text, err := os.ReadFile("../../src/datasource/savedQueries.fixture.json")
	require.NoError(t, err)
	var queries []struct {
		Of             string
		Saved, Current model
	}
	require.NoError(t, json.Unmarshal(text, &queries))
	require.NotEmpty(t, queries)
	for _, query := range queries {
		t.Run(query.Of, func(t *testing.T) {
			migrated, err := migrate(query.Saved)
			require.NoError(t, err)
			require.Equal(t, query.Current, migrated)
		})
	}
}

func TestMigratingAgainChangesNothing(t *testing.T) {
	once, err := migrate(model{Sort: "-wait", Filters: []Condition{{"result", "contains", []string{"x"}}}})
	require.NoError(t, err)
	require.Equal(t, "-waitMs", once.Sort)
	again, err := migrate(once)
	require.NoError(t, err)
	require.Equal(t, once, again)
}
