using System.Globalization;
using Fovea.Api.Options;
using Fovea.Models.Errors;
using Fovea.Models.Pulling;

namespace Fovea.Api.Verbs;

/// <summary>The verb <c>pull</c>: fetches a model into the model folder, with its labels and pre-processing.</summary>
internal static class PullVerb
{
    public const string Verb = "pull";

    private const int Interrupted = 130;

    /// <summary>Returns the exit code: 0 when the model is there, 2 when the command line is wrong, 130 when interrupted, else 1.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (PullArguments.Parse(arguments, out string? error) is not { } parsed)
        {
            await Console.Error.WriteLineAsync($"{error}\n\n{PullArguments.Usage}");
            return 2;
        }

        if (parsed.List)
        {
            List();
            return 0;
        }

        using var interruption = new CancellationTokenSource();
        ConsoleCancelEventHandler onInterrupt = (_, signal) =>
        {
            signal.Cancel = true;
            interruption.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        try
        {
            await PullAsync(parsed, interruption.Token);
            return 0;
        }
        catch (OperationCanceledException) when (interruption.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted. What arrived is kept; pull again to continue.");
            return Interrupted;
        }
        catch (Exception e) when (e is PullException or InvalidConfigurationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }

    private static async Task PullAsync(PullArguments arguments, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder([.. arguments.Settings]);
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
        string source = arguments.Source!;
        if (source.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(source, UriKind.Absolute, out Uri? address)
                || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
                throw new PullException($"'{source}' is no address of http or https.");
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

    private static void List()
    {
        foreach (ZooModel model in ZooCatalogue.Models)
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{model.Name,-20} {model.Bytes / 1e6,6:0.0} MB  {model.Description}"));
    }
}
