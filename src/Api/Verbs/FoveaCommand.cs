using System.CommandLine;
using System.CommandLine.Help;
using Fovea.Api.Verbs.Exit;
using Fovea.Api.Verbs.Perf;

namespace Fovea.Api.Verbs;

/// <summary>The command line: without a verb the server starts.</summary>
internal static class FoveaCommand
{
    /// <summary>How long a verb may take to end after Ctrl-C. The server ends in its own way.</summary>
    private static readonly TimeSpan EndOfVerb = TimeSpan.FromSeconds(10);

    /// <summary>Does what a command line says, and returns the exit code.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="serve">Starts the server, with the settings of the command line.</param>
    public static async Task<int> RunAsync(string[] arguments, Func<string[], Task<int>> serve)
    {
        SettingArguments split = SettingArguments.Split(arguments);
        // The usual start of a server needs no parser.
        if (split is { Others: [], WithoutValue: [] })
            return await serve(split.Settings);

        ParseResult result = Create(split.Settings, serve).Parse(
            split.Others, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is not (HelpWithSettings or VersionLine) && CommandErrors.Of(result, split) is { Count: > 0 } errors)
        {
            await Console.Error.WriteLineAsync(
                $"{string.Join(Environment.NewLine, errors)}{Environment.NewLine}{HelpHint(result.CommandResult.Command)}");
            // A health check is healthy or not; container engines know no third answer.
            return arguments.Contains(HealthCheck.Name) ? ExitCode.Failure : ExitCode.WrongCommandLine;
        }

        bool serves = result.CommandResult.Command is RootCommand;
        return await result.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = serves ? null : EndOfVerb,
        });
    }

    private static RootCommand Create(string[] settings, Func<string[], Task<int>> serve)
    {
        var healthCheck = new Option<bool>(HealthCheck.Name)
        {
            Description = "Ask the server that runs with the same settings whether it is ready: exit code 0 or 1",
            Arity = ArgumentArity.Zero,
        };
        var root = new RootCommand(
            "Serves pretrained convolutional networks over HTTP: images in, answers out. Without a command, the server starts.")
        {
            healthCheck,
            PullVerb.Create(settings),
            PerfVerb.Create(settings),
            ValidateVerb.Create(settings),
        };
        root.SetAction((result, _) => result.GetValue(healthCheck) ? HealthCheck.RunAsync(settings) : serve(settings));
        foreach (Command command in root.Subcommands.Prepend(root))
            command.TreatUnmatchedTokensAsErrors = false;
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new HelpWithSettings(help);
            else if (option is VersionOption)
                option.Action = new VersionLine();
        }

        return root;
    }

    private static string HelpHint(Command command) =>
        command is RootCommand ? "--help shows what there is." : $"{command.Name} --help shows what there is.";
}
