using System.Collections.Concurrent;
using System.Diagnostics;

namespace Fovea.Fuzz.Running;

/// <summary>Runs one input through a target, within the target's memory and time.</summary>
internal static class Execution
{
    // The first executions load assemblies, compile code and fill tables.
    private const int WarmUp = 20;

    // The memory of the whole process is looked at once in so many executions, and is at most this.
    private const int ExecutionsPerLook = 1024;
    private const long MostResidentBytes = 1L << 30;

    private static readonly ConcurrentDictionary<string, int> Executions = new();

    private static int _untilLook = ExecutionsPerLook;

    /// <summary>Runs the target's seeds until what inputs take is measured.</summary>
    public static void Prepare(FuzzTarget target)
    {
        for (int i = 0; i <= WarmUp; i++)
        {
            foreach (byte[] seed in target.Seeds().Take(WarmUp))
                Run(target, seed);
        }
    }

    /// <summary>Runs one input; true where it was taken, false where it was refused as it should be.</summary>
    /// <exception cref="FuzzFindingException">It took more memory or time than the target allows.</exception>
    /// <exception cref="Exception">Whatever else the target threw: a finding.</exception>
    public static bool Run(FuzzTarget target, byte[] input)
    {
        bool taken = false;
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            target.Run(input);
            taken = true;
        }
        catch (Exception error) when (target.IsRefusal(error))
        {
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        if (!IsWarm(target))
            return taken;
        long most = target.MostBytes + ((long)target.BytesPerByte * input.Length);
        if (bytes > most)
            throw new FuzzFindingException($"{input.Length} bytes made {target.Name} allocate {bytes:N0} bytes; at most {most:N0} may be.");
        if (--_untilLook <= 0)
            Look(target);
        if (time > target.MostTime)
            throw new FuzzFindingException($"{input.Length} bytes kept {target.Name} busy for {time.TotalSeconds:0.0} s.");
        return taken;
    }

    private static void Look(FuzzTarget target)
    {
        _untilLook = ExecutionsPerLook;
        long resident = Environment.WorkingSet;
        if (resident > MostResidentBytes)
            throw new FuzzFindingException(
                $"After an execution of {target.Name} the process has {resident:N0} bytes; at most {MostResidentBytes:N0} may be.");
    }

    private static bool IsWarm(FuzzTarget target) =>
        Executions.AddOrUpdate(target.Name, 1, (_, count) => Math.Min(count + 1, WarmUp + 1)) > WarmUp;
}
