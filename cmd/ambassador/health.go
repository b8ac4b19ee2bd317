package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"time"
)

func healthCommand() subcommand {
	return subcommand{
		name:     "health",
		summary:  "ask a running bot whether it is alive; for container health checks",
		examples: []string{"ambassador health", "ambassador health --url http://127.0.0.1:8080/readyz"},
		setup: func(flags *flag.FlagSet) action {
			url := flags.String("url", "http://127.0.0.1:8080/livez", "`URL` to ask")
			return func(ctx context.Context, _ shell, _ []string) error { return health(ctx, *url) }
		},
	}
}

// health returns nil when the address answers 200 within three seconds.
func health(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return misused("health: %v", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("health: %s: no answer within three seconds", url)
		}
		return fmt.Errorf("health: %s: nobody answers there: %w", url, netReason(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("health: %s: %s", url, resp.Status)
	}
	return nil
}
