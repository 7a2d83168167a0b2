using System.Globalization;
using Fovea.Kernels.Processors;

namespace Fovea.Bench.Roofline;

/// <summary>A level of the memory hierarchy: the caches of the first processor from the second level on, then main memory.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Bytes">The capacity; unlimited for main memory.</param>
internal sealed record CacheLevel(string Name, long Bytes)
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>From the second-level cache outwards; if the system reports none, as the processor's description has them.</summary>
    public static IReadOnlyList<CacheLevel> All { get; } = [.. Caches(), new CacheLevel("memory", long.MaxValue)];

    private static List<CacheLevel> Caches()
    {
        List<CacheLevel> found = [];
        string[] folders = Directory.Exists(Folder) ? Directory.GetDirectories(Folder, "index*") : [];
        foreach (string index in folders.Order(StringComparer.Ordinal))
        {
            if (Read(index, "level") is string level and not "1" && Read(index, "size") is string size)
                found.Add(new CacheLevel($"L{level}", Parse(size)));
        }

        Processor described = ProcessorTable.Detected;
        return found.Count > 0 ? found : [new("L2", described.SecondLevelBytes), new("L3", described.LastLevelBytes)];
    }

    private static string? Read(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private static long Parse(string size)
    {
        long number = long.Parse(size.TrimEnd('K', 'M', 'G'), CultureInfo.InvariantCulture);
        return size[^1] switch { 'K' => number << 10, 'M' => number << 20, 'G' => number << 30, _ => number };
    }
}
