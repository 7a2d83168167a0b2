using System.CommandLine;
using Fovea.Api.Options.Forms;
using Fovea.Api.Verbs.Exit;
using Fovea.Inference.Files;

namespace Fovea.Api.Verbs.Perf;

/// <summary>The verb <c>perf</c>: loads a running server with one image and prints how fast it answers.</summary>
internal static class PerfVerb
{
    // More than any server takes.
    private const int LongestImage = 1 << 30;

    private static readonly TimeForm Time = new("1ms", "1h", "a time from a millisecond to an hour");
    private static readonly TimeForm TimeOrZero = new("0", "1h", "a time up to an hour");

    /// <summary>
    /// The verb's command. Its exit code is 0 when every request was answered and at least one with success, 2 when the command line is
    /// wrong, 130 when interrupted, else 1.
    /// </summary>
    /// <param name="settings">The settings of the command line, of which <c>perf</c> has none.</param>
    public static Command Create(string[] settings)
    {
        var defaults = new PerfArguments { Url = new Uri("http://localhost:8080"), Image = "" };
        Option<Uri> url = Option("--url", "URL", "The server", new AddressForm(), defaults.Url);
        var image = new Option<string>("--image") { HelpName = "FILE", Description = "The image to send", Required = true };
        var model = new Option<string?>("--model") { HelpName = "NAME", Description = "The model instead of the server's default" };
        Option<int> connections = Option(
            "--connections", "N", "How many requests are under way at a time", new NumberForm<int>(1, 1024), defaults.Connections);
        Option<TimeSpan> duration = Option("--duration", "TIME", "How long to measure, such as 30s", Time, defaults.Duration);
        Option<long> requests = Option(
            "--requests", "N", "How many requests to send instead", new NumberForm<long>(1, 1_000_000_000), 0);
        requests.DefaultValueFactory = null;
        Option<TimeSpan> warmup = Option("--warmup", "TIME", "How long to send before measuring", TimeOrZero, defaults.Warmup);
        var key = new Option<string?>("--key")
        {
            HelpName = "KEY",
            Description = "The API key; FOVEA_API_KEY in the environment is one too",
        };
        var json = new Option<bool>("--json") { Description = "Write the result as JSON", Arity = ArgumentArity.Zero };
        var command = new Command("perf", "Loads a running server with POST /predict and prints requests per second and latencies.")
        {
            url, image, model, connections, duration, requests, warmup, key, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(image) is { Tokens: [{ Value.Length: 0 }] })
                result.AddError("--image is ''; expected a file.");
            if (result.GetResult(url) is { Tokens: [{ Value: var server }] } && server.AsSpan().IndexOfAny('?', '#') >= 0)
                result.AddError($"--url is '{server}'; expected the address of a server, without a query: --model names the model.");
            if (result.GetResult(requests) is { Implicit: false } && result.GetResult(duration) is { Implicit: false })
                result.AddError("--duration and --requests cannot be combined.");
            if (settings.Length > 0)
                result.AddError($"perf has no settings; '{settings[0]}' is one of the server's.");
        });
        command.SetAction((result, cancellationToken) => RunAsync(
            new PerfArguments
            {
                Url = result.GetValue(url)!,
                Image = result.GetValue(image)!,
                Model = result.GetValue(model),
                Connections = result.GetValue(connections),
                Duration = result.GetValue(duration),
                Requests = result.GetResult(requests) is { Implicit: false } ? result.GetValue(requests) : null,
                Warmup = result.GetValue(warmup),
                Key = result.GetValue(key) ?? Environment.GetEnvironmentVariable("FOVEA_API_KEY"),
                Json = result.GetValue(json),
            },
            cancellationToken));
        return command;
    }

    private static Option<T> Option<T>(string name, string helpName, string description, IForm<T> form, T initial) => new(name)
    {
        HelpName = helpName,
        Description = description,
        DefaultValueFactory = _ => initial,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (form.TryRead(text, out T? value, out string? expected))
                return value;
            result.AddError($"{name} is '{text}'; expected {expected}.");
            return initial;
        },
    };

    private static async Task<int> RunAsync(PerfArguments arguments, CancellationToken interrupted)
    {
        try
        {
            using var call = new PredictCall(arguments, RegularFile.ReadBytes(arguments.Image, LongestImage));
            return await MeasureAsync(call, arguments, interrupted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await FailAsync($"The image '{arguments.Image}' cannot be read: {e.Message}");
        }
        catch (HttpRequestException e)
        {
            return await FailAsync($"{arguments.Url} does not answer: {e.Message}");
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> MeasureAsync(PredictCall call, PerfArguments arguments, CancellationToken interrupted)
    {
        if (await call.TryAsync(interrupted) is { } wrong)
            return await FailAsync(wrong);
        var load = new LoadRun(call, arguments.Connections);
        if (arguments.Warmup > TimeSpan.Zero)
            await load.RunAsync(arguments.Warmup, long.MaxValue, interrupted);
        Measurements measured = arguments.Requests is { } requests
            ? await load.RunAsync(TimeSpan.MaxValue, requests, interrupted)
            : await load.RunAsync(arguments.Duration, long.MaxValue, interrupted);
        await Console.Out.WriteAsync(
            arguments.Json ? PerfReport.Json(measured, arguments, call.Address) : PerfReport.Text(measured, arguments, call.Address));
        if (interrupted.IsCancellationRequested)
            return ExitCode.Interrupted;
        return measured.Latency.Count > 0 && !measured.Errors.ContainsKey(Measurements.NoAnswer) ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> FailAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return ExitCode.Failure;
    }
}
