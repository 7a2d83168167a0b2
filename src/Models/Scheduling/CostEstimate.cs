namespace Fovea.Models.Scheduling;

/// <summary>What one image takes, learned from those that were done. Guarded by the scheduler's lock.</summary>
internal sealed class CostEstimate
{
    private const double WeightOfNewest = 0.1;

    /// <summary>Seconds of one processor per image; 0 until something is known.</summary>
    public double Seconds { get; private set; }

    /// <summary>Learns from work on so many images.</summary>
    public void Add(double seconds, int images)
    {
        double each = seconds / images;
        Seconds = Seconds == 0 ? each : Seconds + WeightOfNewest * (each - Seconds);
    }
}
