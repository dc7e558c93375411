package query

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// The front end migrates the same queries in the same way: src/datasource/query/migrateQuery.test.ts.
func TestAQueryAsSavedOnceIsBroughtUpToDate(t *testing.T) {
	text, err := os.ReadFile("testdata/savedQueries.json")
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

func TestMigrate(t *testing.T) {
	t.Run("leaves the saved query as it was", func(t *testing.T) {
		saved := model{QueryType: "jobs", Version: 1, Filters: []Condition{{"run", "=", []string{"5"}}}}
		_, err := migrate(saved)
		require.NoError(t, err)
		require.Equal(t, []Condition{{"run", "=", []string{"5"}}}, saved.Filters)
	})

	for _, queryType := range []string{"logs", "jumpscripts"} {
		t.Run("leaves fields of "+queryType+" that are called as those of jobs were", func(t *testing.T) {
			current, err := migrate(model{QueryType: queryType, Filters: []Condition{{"run", "=", []string{"5"}}}})
			require.NoError(t, err)
			require.Equal(t, model{QueryType: queryType, Version: 2, Filters: []Condition{{"run", "=", []string{"5"}}}}, current)
		})
	}

	t.Run("asks for jobs where a query without version has no type, and only there", func(t *testing.T) {
		unversioned, err := migrate(model{})
		require.NoError(t, err)
		require.Equal(t, "jobs", unversioned.QueryType)

		versioned, err := migrate(model{Version: 1})
		require.NoError(t, err)
		require.Empty(t, versioned.QueryType)
	})
}
