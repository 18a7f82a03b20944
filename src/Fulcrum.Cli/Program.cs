return await Fulcrum.Cli.CommandLine.RunAsync(args).ConfigureAwait(false);
