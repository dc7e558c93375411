package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"
)

const (
	// atOnce runs of tests; more would make those with timeouts of their own fail for want of a core.
	atOnce = 2
	// patience with tests that a mutant made hang, in times of what they take without one, and at least.
	patienceFactor = 10
	leastPatience  = 20 * time.Second
)

type outcome struct {
	killed    int
	survivors []mutant
}

// runAll runs the tests for each mutant: those of its own package, then those of the packages above.
func runAll(ctx context.Context, tests []testBinary, mutants []mutant) (outcome, error) {
	patience, err := measure(ctx, tests)
	if err != nil {
		return outcome{}, err
	}
	isKilled := make([]bool, len(mutants))
	next := make(chan int)
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for i := range next {
				isKilled[i] = kills(ctx, tests, mutants[i], patience)
				fmt.Printf("%-9s%s\n", map[bool]string{true: "killed", false: "survived"}[isKilled[i]], mutants[i])
			}
		})
	}
	for i := range mutants {
		next <- i
	}
	close(next)
	workers.Wait()
	if ctx.Err() != nil {
		return outcome{}, ctx.Err()
	}
	var result outcome
	for i, m := range mutants {
		if isKilled[i] {
			result.killed++
		} else {
			result.survivors = append(result.survivors, m)
		}
	}
	return result, nil
}

// measure runs the tests without a mutant; they must pass.
func measure(ctx context.Context, tests []testBinary) (map[string]time.Duration, error) {
	patience := map[string]time.Duration{}
	for _, test := range tests {
		started := time.Now()
		if output, err := runTest(ctx, test, 0, 5*time.Minute); err != nil {
			return nil, fmt.Errorf("the tests of %s fail without a mutant: %w\n%s", test.folder, err, output)
		}
		patience[test.folder] = max(leastPatience, patienceFactor*time.Since(started))
	}
	return patience, nil
}

func kills(ctx context.Context, tests []testBinary, m mutant, patience map[string]time.Duration) bool {
	isAbove := false
	for _, test := range tests {
		isAbove = isAbove || test.folder == m.folder
		if !isAbove || ctx.Err() != nil {
			continue
		}
		if _, err := runTest(ctx, test, m.id, patience[test.folder]); err != nil {
			return true
		}
	}
	return false
}

func runTest(ctx context.Context, test testBinary, id int, patience time.Duration) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	command := exec.CommandContext(limited, test.path, "-test.failfast", "-test.timeout", patience.String()) //nolint:gosec // built by us
	command.Dir = test.workingFolder
	command.Env = append(os.Environ(), switchVariable+"="+strconv.Itoa(id))
	return command.CombinedOutput()
}

func (o outcome) report(least float64) error {
	total := o.killed + len(o.survivors)
	if total == 0 {
		return errors.New("no mutant was chosen")
	}
	fmt.Printf("\nSurvivors:\n")
	for _, m := range o.survivors {
		fmt.Println(" ", m)
	}
	share := 100 * float64(o.killed) / float64(total)
	fmt.Printf("\n%d of %d mutants killed: %.1f %%\n", o.killed, total, share)
	if share < least {
		return fmt.Errorf("expected at least %.0f %%", least)
	}
	return nil
}
