using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Fovea.Api.Options;

namespace Fovea.Api.Verbs;

/// <summary>The library's help; that of the program itself has the names of all settings below it.</summary>
internal sealed class HelpWithSettings(HelpAction help) : SynchronousCommandLineAction
{
    private const int NameWidth = 14;
    private const int Width = 100;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // Else the help offers additional arguments, which would be refused.
        parseResult.CommandResult.Command.TreatUnmatchedTokensAsErrors = true;
        int exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
            WriteSettings(parseResult.InvocationConfiguration.Output);
        return exitCode;
    }

    private static void WriteSettings(TextWriter output)
    {
        output.WriteLine("Settings:");
        output.WriteLine("  --Models:Path FOLDER on the command line, Models__Path=FOLDER in the environment, or");
        output.WriteLine("  { \"Models\": { \"Path\": \"FOLDER\" } } in appsettings.json. docs/serving.md explains them.");
        output.WriteLine();
        foreach (IGrouping<string, string> section in ServerOptions.Settings.Select(setting => setting.Name).GroupBy(
            name => name.Split(':')[0], name => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]))
            WriteWrapped(output, section.Key, section);
        WriteWrapped(output, "ASP.NET Core", ["--urls", "--environment", "--contentRoot", "AllowedHosts", "Kestrel:...", "Logging:..."]);
        output.WriteLine();
    }

    private static void WriteWrapped(TextWriter output, string title, IEnumerable<string> names)
    {
        string line = $"  {title.PadRight(NameWidth)}";
        foreach (string name in names)
        {
            if (line.Length + name.Length > Width)
            {
                output.WriteLine(line.TrimEnd());
                line = new string(' ', NameWidth + 2);
            }

            line += $"{name} ";
        }

        output.WriteLine(line.TrimEnd());
    }
}
