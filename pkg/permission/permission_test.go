package permission

import (
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestJudge(t *testing.T) {
	user := func(role string) *backend.User { return &backend.User{Login: "alice", Role: role} }
	editors := Rule{HasToken: true, LeastRole: "Editor"}
	for name, tc := range map[string]struct {
		rule Rule
		user *backend.User
		want string
	}{
		"nothing is set":                       {Rule{}, user("Admin"), ActsAreOff},
		"a role without a token":               {Rule{LeastRole: "Viewer"}, user("Admin"), ActsAreOff},
		"a token without a role":               {Rule{HasToken: true}, user("Admin"), ActsAreOff},
		"nobody":                               {editors, nil, NotSignedIn},
		"anonymous":                            {editors, &backend.User{Role: "Admin"}, NotSignedIn},
		"less than the role":                   {editors, user("Viewer"), RoleTooSmall},
		"no role":                              {editors, user("None"), RoleTooSmall},
		"a word that is no role":               {editors, user("admin"), RoleTooSmall},
		"a rule that is no role":               {Rule{HasToken: true, LeastRole: "editor"}, user("Admin"), RoleTooSmall},
		"the role":                             {editors, user("Editor"), ""},
		"more than the role":                   {editors, user("Admin"), ""},
		"named, whatever the role":             {Rule{HasToken: true, LeastRole: "Admin", Logins: []string{"bob", "Alice"}}, user("Viewer"), ""},
		"not named where names alone count":    {Rule{HasToken: true, Logins: []string{"bob"}}, user("Admin"), RoleTooSmall},
		"named as a part of another's name":    {Rule{HasToken: true, Logins: []string{"alice2"}}, user("Admin"), RoleTooSmall},
		"an empty name names nobody anonymous": {Rule{HasToken: true, Logins: []string{""}}, &backend.User{}, NotSignedIn},
	} {
		t.Run(name, func(t *testing.T) {
			verdict := tc.rule.Judge(tc.user)
			require.Equal(t, tc.want, verdict.Code)
			require.Equal(t, tc.want == "", verdict.MayAct)
			require.Equal(t, tc.want == "", verdict.Why == "")
		})
	}
}
