using System.CommandLine;
using System.Globalization;
using Fovea.Api.Options;
using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;
using Fovea.Api.Verbs.Exit;
using Fovea.Inference;
using Fovea.Models.Pulling;

namespace Fovea.Api.Verbs;

/// <summary>The verb <c>pull</c>: fetches a model into the model folder, with its labels and pre-processing.</summary>
internal static class PullVerb
{
    /// <summary>
    /// The verb's command. Its exit code is 0 when the model is there, 2 when the command line is wrong, 130 when interrupted, else 1.
    /// </summary>
    /// <param name="settings">The settings of the command line.</param>
    public static Command Create(string[] settings)
    {
        var source = new Argument<string?>("source")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A network of the catalogue, or the address of an ONNX file",
        };
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = "The name that the model is to have" };
        var sha256 = new Option<string?>("--sha256") { HelpName = "HEX", Description = "The SHA-256 hash that the file must have" };
        var force = new Option<bool>("--force") { Description = "Replace a model that is there", Arity = ArgumentArity.Zero };
        var list = new Option<bool>("--list") { Description = "Show the catalogue", Arity = ArgumentArity.Zero };
        var command = new Command(
            "pull",
            "Fetches a network of the catalogue, or any ONNX file, into the model folder. Settings such as --Models:Path may follow.")
        {
            source, name, sha256, force, list,
        };
        sha256.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var hash }] && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigit)))
                result.AddError($"--sha256 is '{hash}'; expected 64 hexadecimal digits.");
        });
        command.Validators.Add(result =>
        {
            string? wanted = result.GetValue(source);
            if (wanted is null && !result.GetValue(list))
                result.AddError("pull needs the name of a network or the address of an ONNX file.");
            else if (wanted?.StartsWith('-') == true)
                result.AddError(CommandErrors.UnknownOption(wanted, command));
        });
        command.SetAction((result, cancellationToken) => result.GetValue(list)
            ? ListAsync()
            : RunAsync(
                new PullArguments(
                    result.GetValue(source)!, result.GetValue(name), result.GetValue(sha256)?.ToLowerInvariant(), result.GetValue(force)),
                settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PullArguments arguments, string[] settings, CancellationToken cancellationToken)
    {
        try
        {
            await PullAsync(arguments, settings, cancellationToken);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted. What arrived is kept; pull again to continue.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is PullException or InvalidConfigurationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Failure;
        }
    }

    private static async Task PullAsync(PullArguments arguments, string[] settings, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = ConfigurationFiles.CreateBuilder(settings);
        ServerOptions options = ServerOptions.Read(builder.Configuration);
        string folder = Path.GetFullPath(
            string.IsNullOrEmpty(options.Models.Path)
                ? ModelsOptions.DefaultPath
                : options.Models.Path, builder.Environment.ContentRootPath);
        PullRequest request = Request(arguments, options.Pull);

        using var downloader = new FileDownloader();
        var progress = new ConsoleProgress(Console.Out, !Console.IsOutputRedirected);
        bool fetched = await new ModelPuller(downloader).PullAsync(request, folder, arguments.Force, progress, cancellationToken);

        string target = Path.Combine(folder, request.Name);
        Console.WriteLine(fetched ? $"'{request.Name}' is in {target}." : $"'{request.Name}' is in {target} already.");
        if (request.FoveaJson is null)
            Console.WriteLine("Nothing is known of its labels and pre-processing; docs/model-folders.md says what may lie beside it.");
        Console.WriteLine(
            "A server that watches this folder serves it in a moment: curl --data-binary @photo.jpg -H 'Content-Type: image/jpeg' " +
            $"'http://localhost:8080/predict?model={Uri.EscapeDataString(request.Name)}'");
    }

    private static PullRequest Request(PullArguments arguments, PullOptions options)
    {
        string source = arguments.Source;
        if (source.Contains("://", StringComparison.Ordinal))
        {
            if (!new AddressForm().TryRead(source, out Uri? address, out _))
                throw new PullException($"'{source}' is not an http or https address.");
            string file = Uri.UnescapeDataString(address.Segments[^1]);
            string name = arguments.Name ?? (file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? file[..^".onnx".Length] : file);
            return new PullRequest(name, new Download(address, name, arguments.Sha256, null));
        }

        ZooModel model = ZooCatalogue.Find(source) ?? throw new PullException(
            "The catalogue has no " +
            $"'{source}'.{NearestNames.Sentence(NearestNames.Find(source, ZooCatalogue.Models.Select(known => known.Name)))} pull --list " +
            "shows it; any other model is pulled by its address.");
        if (arguments.Sha256 is { } wanted && wanted != model.Sha256)
            throw new PullException($"--sha256 is {wanted}; the catalogue's '{model.Name}' has {model.Sha256}.");
        return PullRequest.Of(model, options.BaseAddress, options.Labels, arguments.Name);
    }

    private static async Task<int> ListAsync()
    {
        foreach (ZooModel model in ZooCatalogue.Models)
            await Console.Out.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{model.Name,-20} {model.Bytes / 1e6,6:0.0} MB  {model.Description}"));
        return ExitCode.Success;
    }
}
