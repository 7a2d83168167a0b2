using System.CommandLine;
using System.CommandLine.Invocation;
using Fovea.Api.Server;
using Fovea.Api.Verbs.Exit;

namespace Fovea.Api.Verbs;

/// <summary><c>--version</c>: the product's name and version.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"{Product.Name} {Product.Version}");
        return ExitCode.Success;
    }
}
