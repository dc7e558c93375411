// Command mutants says how much of the Go core its tests would notice: it changes the code in one place at a time, runs
// the tests, and prints what was killed and what survived. mutate.go makes the changes, build.go the test binaries,
// run.go runs them.
//
// All changes are compiled into one set of test binaries, each behind a switch that the environment turns on: so a
// mutant costs a run of the tests, not a build.
//
//	go -C tools/mutants run . [-root ../..] [-only REGEX] [-least 85] [package ...]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"
)

// corePackages in the order of their floors; those above ask those below, so their tests are run, too.
var corePackages = []string{"pkg/settings", "pkg/frames", "pkg/controller", "pkg/query", "pkg/plugin"}

func main() {
	root := flag.String("root", "../..", "the repository")
	only := flag.String("only", "", "mutants whose place and change match this expression")
	least := flag.Float64("least", 85, "percentage of mutants that must be killed")
	flag.Parse()
	if err := run(*root, *only, *least, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root, only string, least float64, packages []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	chosen, err := regexp.Compile(only)
	if err != nil {
		return fmt.Errorf("-only: expected a regular expression: %w", err)
	}
	if len(packages) == 0 {
		packages = corePackages
	}
	scratch, err := os.MkdirTemp("", "mutants-go-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch) //nolint:errcheck // a temporary folder

	mutants, overlay, err := mutate(ctx, root, packages)
	if err != nil {
		return err
	}
	tests, err := buildTests(ctx, root, scratch, overlay)
	if err != nil {
		return err
	}
	wanted := mutants[:0]
	for _, m := range mutants {
		if chosen.MatchString(m.String()) {
			wanted = append(wanted, m)
		}
	}
	outcome, err := runAll(ctx, tests, wanted)
	if err != nil {
		return err
	}
	return outcome.report(least)
}
