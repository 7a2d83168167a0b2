using System.Diagnostics;

namespace Fovea.Fuzz.Running;

/// <summary>Fuzzing without AFL++: no coverage is measured, and the same seed gives the same run everywhere.</summary>
internal static class InProcess
{
    /// <summary>Runs a number of inputs; ends early when the time is up.</summary>
    /// <param name="target">The target.</param>
    /// <param name="least">The inputs that run however long they take.</param>
    /// <param name="executions">The most inputs.</param>
    /// <param name="seed">The seed of the mutations.</param>
    /// <param name="most">The most time, once the least inputs have run.</param>
    /// <param name="found">Is told each input with a finding; a call that throws ends the run.</param>
    public static InProcessResult Run(
        FuzzTarget target, long least, long executions, int seed, TimeSpan most, Action<byte[], Exception> found)
    {
        IReadOnlyList<byte[]> seeds = target.Seeds();
        var mutator = new Mutator(seed, seeds, target.Words());
        long start = Stopwatch.GetTimestamp();
        long done = 0, taken = 0, findings = 0;
        for (; done < executions && (done < least || Stopwatch.GetElapsedTime(start) < most); done++)
        {
            byte[] input = done < seeds.Count ? seeds[(int)done] : mutator.Next();
            try
            {
                taken += Execution.Run(target, input) ? 1 : 0;
            }
            catch (Exception error)
            {
                findings++;
                found(input, error);
            }
        }

        return new InProcessResult(done, taken, findings, Stopwatch.GetElapsedTime(start));
    }
}

/// <summary>What a run came to.</summary>
/// <param name="Executions">The inputs that ran.</param>
/// <param name="Taken">Those that were not refused.</param>
/// <param name="Findings">Those with a finding.</param>
/// <param name="Time">How long it took.</param>
internal sealed record InProcessResult(long Executions, long Taken, long Findings, TimeSpan Time);
