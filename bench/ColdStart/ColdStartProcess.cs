using System.Diagnostics;
using Fovea.Inference;

namespace Fovea.Bench.ColdStart;

/// <summary>Starts this program in a new process that loads one file.</summary>
internal static class ColdStartProcess
{
    public const string Fovea = "fovea";

    public const string OnnxRuntime = "onnxruntime";

    /// <exception cref="InvalidOperationException">The process failed.</exception>
    public static ColdStartResult Run(string rival, string file, Shape shape)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // If started as "dotnet Fovea.Bench.dll", the process is the host, and the assembly is its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        string[] arguments = [ColdStartOnceCommand.Verb, "--rival", rival, "--file", file, "--shape", string.Join(',', shape)];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0
            ? ColdStartResult.Parse(output) with { ProcessMilliseconds = milliseconds }
            : throw new InvalidOperationException($"{rival} failed on '{Path.GetFileName(file)}': {errors.Result}");
    }
}
