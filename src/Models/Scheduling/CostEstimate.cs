namespace Fovea.Models.Scheduling;

/// <summary>A moving average of the processor time per image. Guarded by the scheduler's lock.</summary>
internal sealed class CostEstimate
{
    private const double WeightOfNewest = 0.1;

    /// <summary>Seconds of one processor per image; 0 before the first measurement.</summary>
    public double Seconds { get; private set; }

    /// <summary>Adds a measurement: the seconds that a number of images took together.</summary>
    public void Add(double seconds, int images)
    {
        double each = seconds / images;
        Seconds = Seconds == 0 ? each : Seconds + WeightOfNewest * (each - Seconds);
    }
}
