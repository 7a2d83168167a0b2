using System.Globalization;
using System.Runtime.InteropServices;
using Fovea.Fuzz.Running;
using Fovea.Fuzz.Targets;
using Fovea.Fuzz.Words;

namespace Fovea.Fuzz;

/// <summary>The fuzzing program; <c>tools/fuzz.sh</c> is how it is used.</summary>
internal static class Program
{
    private const string Usage = """
        list                           the targets; graph.OPERATOR is graph with the models of one operator
        run TARGET COUNT [SEED]        COUNT inputs without AFL++
        replay TARGET FILE...          each file once; findings are printed, each kind once
        seeds TARGET FOLDER            writes the seeds
        model FILE INTO                the model that an input of graph, served or answer stands for
        words TARGET FILE              writes the dictionary for AFL++
        instrument FOLDER              prepares the libraries of this program in a copied folder for AFL++
        afl TARGET                     what AFL++ starts
        """;

    // The size of AFL++'s map.
    private const int TraceBytes = 1 << 16;

    public static int Main(string[] arguments)
    {
        if (arguments is ["list"])
        {
            Console.WriteLine(string.Join('\n', FuzzTargets.All.Select(target => target.Name)));
            return 0;
        }

        if (arguments is ["instrument", var libraries])
        {
            Instrumentation.Apply(libraries);
            return 0;
        }

        if (arguments is ["model", var input, var into])
        {
            File.WriteAllBytes(into, GraphModels.All.Model(File.ReadAllBytes(input), out _));
            return 0;
        }

        // Instrumented code writes to this memory; AFL++ sets its own when it starts an input, and targets make models before that.
        unsafe
        {
            SharpFuzz.Common.Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(TraceBytes);
        }

        if (arguments is not [var verb, var name, ..] || FuzzTargets.Find(name) is not { } target)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        switch (verb, arguments[2..])
        {
            case ("run", [var count, .. var seed]):
                return Run(
                    target, long.Parse(count, CultureInfo.InvariantCulture),
                    seed is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 1);
            case ("replay", { Length: > 0 } files):
                return Replay.Run(target, files);
            case ("seeds", [var folder]):
                foreach ((int index, byte[] seed) in target.Seeds().Index())
                    File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{index:000}")), seed);
                return 0;
            case ("words", [var file]):
                AflDictionary.Write(file, target.Words());
                return 0;
            case ("afl", []):
                SharpFuzz.Fuzzer.Run(stream => Execution.Run(target, Read(stream)));
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static int Run(FuzzTarget target, long count, int seed)
    {
        var findings = new Findings();
        InProcessResult result = InProcess.Run(
            target, least: 0, count, seed, TimeSpan.FromDays(1), (input, error) => findings.Add(input, error));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {result.Executions} executions, {result.Executions / result.Time.TotalSeconds:0} a second, " +
            $"{result.Taken} taken, {result.Findings} with findings of {findings.Kinds} kinds"));
        return findings.Kinds == 0 ? 0 : 1;
    }

    private static byte[] Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
