using System.CommandLine;
using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Inference;

namespace Fovea.Api.Verbs;

/// <summary>What is wrong with a command line, in sentences that name what was probably meant.</summary>
internal static class CommandErrors
{
    /// <summary>A sentence in a line each; none if nothing is wrong.</summary>
    public static IReadOnlyList<string> Of(ParseResult result, SettingArguments arguments)
    {
        Command command = result.CommandResult.Command;
        return
        [
            .. arguments.WithoutValue.Select(WithoutValue),
            .. Unmatched(result.UnmatchedTokens, command),
            .. result.Errors.Select(error => error.Message),
        ];
    }

    /// <summary>That there is no such option.</summary>
    public static string UnknownOption(string option, Command command)
    {
        IEnumerable<string> own = command.Options.Select(known => known.Name).Append("--help");
        string text = option.Split('=')[0];
        IReadOnlyList<string> nearest = NearestNames.Find(text, own, count: 1);
        return $"There is no option '{text}'." +
            NearestNames.Sentence(nearest.Count > 0 ? nearest : NearestNames.Find(text, Settings, count: 1));
    }

    private static IEnumerable<string> Settings =>
        HostSettings.Names.Concat(ServerOptions.Settings.Select(setting => setting.Name)).Select(name => $"--{name}");

    private static string WithoutValue(string setting) =>
        HostSettings.Has(setting.TrimStart('-', '/')) || ServerOptions.Has(setting.TrimStart('-', '/'))
            ? $"{setting} needs a value."
            : $"There is no setting '{setting}'.{NearestNames.Sentence(NearestNames.Find(setting, Settings, count: 1))}";

    private static IEnumerable<string> Unmatched(IReadOnlyList<string> tokens, Command command)
    {
        string[] options = [.. tokens.Where(token => token.StartsWith('-'))];
        // What follows an unknown option may be its value.
        if (options.Length > 0)
            return options.Select(option => UnknownOption(option, command));
        if (tokens.Count == 0)
            return [];
        if (command is not RootCommand)
            return [$"'{tokens[0]}' is one argument too many for '{command.Name}'."];
        IReadOnlyList<string> nearest = NearestNames.Find(
            tokens[0], command.Subcommands.Select(verb => verb.Name).Concat(command.Options.Select(known => known.Name)), count: 1);
        return [$"There is no command '{tokens[0]}'; without a command, the server starts.{NearestNames.Sentence(nearest)}"];
    }
}
