using System.CommandLine;
using System.Text.Json;
using Fovea.Api.Contracts;
using Fovea.Api.Endpoints;
using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Api.Startup;
using Fovea.Api.Verbs.Exit;
using Fovea.Inference;
using Fovea.Models.Packages;
using Fovea.Models.Tasks;
using Fovea.Models.Validation;

namespace Fovea.Api.Verbs;

/// <summary>The verb <c>validate</c>: says what a model is, whether it would be served, and what to change where it would not.</summary>
internal static class ValidateVerb
{
    /// <summary>
    /// The verb's command. Its exit code is 0 where every model would be served, 1 where one would not, 2 when the command line is wrong,
    /// 130 when interrupted.
    /// </summary>
    /// <param name="settings">The settings of the command line.</param>
    public static Command Create(string[] settings)
    {
        var path = new Argument<string?>("path")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "An ONNX file, or a model's folder",
        };
        var json = new Option<bool>("--json") { Description = "Write the report as JSON", Arity = ArgumentArity.Zero };
        var command = new Command(
            "validate",
            "Says what an ONNX file is, whether it would be served, and what to change where it would not. Settings such as " +
            "--Inference:MaxActivationBytes may follow.")
        {
            path, json,
        };
        command.Validators.Add(result =>
        {
            string? wanted = result.GetValue(path);
            if (wanted is null)
                result.AddError("validate needs the path of an ONNX file or of a model's folder.");
            else if (wanted.StartsWith('-'))
                result.AddError(CommandErrors.UnknownOption(wanted, command));
        });
        command.SetAction((result, cancellationToken) =>
            RunAsync(result.GetValue(path)!, result.GetValue(json), settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, bool json, string[] settings, CancellationToken cancellationToken)
    {
        try
        {
            WebApplicationBuilder builder = ConfigurationFiles.CreateBuilder(settings);
            using InferenceEngine engine = EngineFactory.Create(ServerOptions.Read(builder.Configuration));
            bool served = true;
            foreach (ModelLocation location in ModelPath.Find(path))
            {
                using ModelValidation validation = await Task.Run(
                    () => ModelValidator.Validate(engine, location, TaskTable.Default, cancellationToken), CancellationToken.None);
                ModelReport report = ValidationReport.Of(validation);
                await Console.Out.WriteLineAsync(json ? Json(report) : ReportText.Write(report));
                foreach (Exception fault in validation.Faults)
                    await Console.Error.WriteLineAsync(fault.ToString());
                served &= report.Served;
            }

            return served ? ExitCode.Success : ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is InvalidConfigurationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Failure;
        }
    }

    private static string Json(ModelReport report) => JsonSerializer.Serialize(report, ApiJson.Answers.ModelReport);
}
