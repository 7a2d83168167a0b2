using Fovea.Kernels.Processors;
using Fovea.Kernels.Simd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Which description a processor gets from what it answers to CPUID.</summary>
public sealed class ProcessorTableTests
{
    private const uint Amd = 0x6874_7541, Enti = 0x6974_6E65, Camd = 0x444D_4163;
    private const uint Genu = 0x756E_6547, Inei = 0x4965_6E69, Ntel = 0x6C65_746E;

    /// <summary>A virtual Zen 5 whose hypervisor hides the caches' own leaf: AMD's older leaf still tells its size.</summary>
    private static readonly Dictionary<(uint Leaf, uint Subleaf), CpuIdRegisters> HiddenZen5 = new()
    {
        [(0, 0)] = new(0xD, Amd, Camd, Enti),
        [(1, 0)] = new(0x00B0_0F21, 0, 0, 0),
        [(0x8000_0006, 0)] = new(0, 0, 0x0400_6140, 0),
    };

    private static readonly Dictionary<(uint Leaf, uint Subleaf), CpuIdRegisters> Zen4 = new()
    {
        [(0, 0)] = new(0x10, Amd, Camd, Enti),
        [(1, 0)] = new(0x00A1_0F11, 0, 0, 0),
        [(0x8000_001D, 0)] = new(0x121, (7 << 22) | 63, 63, 0),
        [(0x8000_001D, 1)] = new(0x122, (7 << 22) | 63, 63, 0),
        [(0x8000_001D, 2)] = new(0x143, (7 << 22) | 63, 2047, 0),
        [(0x8000_001D, 3)] = new(0x163, (15 << 22) | 63, 32767, 0),
    };

    private static readonly Dictionary<(uint Leaf, uint Subleaf), CpuIdRegisters> EmeraldRapids = new()
    {
        [(0, 0)] = new(0x20, Genu, Ntel, Inei),
        [(1, 0)] = new(0x000C_06F2, 0, 0, 0),
        [(4, 0)] = new(0x121, (11 << 22) | 63, 63, 0),
        [(4, 1)] = new(0x122, (7 << 22) | 63, 63, 0),
        [(4, 2)] = new(0x143, (15 << 22) | 63, 2047, 0),
        [(4, 3)] = new(0x163, (19 << 22) | 63, 212991, 0),
    };

    [Fact]
    public void Families_and_models_are_read_from_the_signature()
    {
        Assert.Equal(new ProcessorIdentity("AuthenticAMD", 26, 2), ProcessorIdentity.Read(Answers(HiddenZen5)));
        Assert.Equal(new ProcessorIdentity("AuthenticAMD", 25, 0x11), ProcessorIdentity.Read(Answers(Zen4)));
        Assert.Equal(new ProcessorIdentity("GenuineIntel", 6, 207), ProcessorIdentity.Read(Answers(EmeraldRapids)));
        Assert.Equal(new ProcessorIdentity(string.Empty, 0, 0), ProcessorIdentity.Read((_, _) => null));
    }

    [Fact]
    public void A_known_processor_has_the_figures_of_the_table_and_its_own_caches()
    {
        Assert.Equal(Known("zen4"), ProcessorTable.Detect(Answers(Zen4)));
        Assert.Equal(Known("zen5"), ProcessorTable.Detect(Answers(HiddenZen5)));
        Assert.Equal(Known("sapphire-rapids"), ProcessorTable.Detect(Answers(EmeraldRapids)));
        var large = new Dictionary<(uint, uint), CpuIdRegisters>(Zen4) { [(0x8000_001D, 2)] = new(0x143, (15 << 22) | 63, 2047, 0) };
        Assert.Equal(Known("zen4") with { SecondLevelBytes = 2 << 20, LastLevelBytes = 4 << 20 }, ProcessorTable.Detect(Answers(large)));
    }

    [Fact]
    public void Others_get_the_safe_default_with_their_caches()
    {
        // Zen 3 and Zen 6 are not in the table.
        var zen3 = new Dictionary<(uint, uint), CpuIdRegisters>(Zen4)
        {
            [(1, 0)] = new(0x00A0_0F11, 0, 0, 0),
            [(0x8000_001D, 2)] = new(0x143, (7 << 22) | 63, 1023, 0),
        };
        Assert.Equal(ProcessorTable.Generic with { SecondLevelBytes = 512 << 10 }, ProcessorTable.Detect(Answers(zen3)));
        var zen6 = new Dictionary<(uint, uint), CpuIdRegisters>(Zen4) { [(1, 0)] = new(0x00B5_0F01, 0, 0, 0) };
        Assert.Equal(ProcessorTable.Generic, ProcessorTable.Detect(Answers(zen6)));
        Assert.Equal(ProcessorTable.Generic, ProcessorTable.Detect((_, _) => null));
        Assert.Equal(ProcessorTable.Generic, ProcessorTable.Detect((_, _) => default(CpuIdRegisters)));
    }

    /// <summary>Fast and efficient cores have other caches, and which one answers is chance.</summary>
    [Fact]
    public void A_processor_with_two_kinds_of_cores_gets_the_size_of_the_table()
    {
        var hybrid = new Dictionary<(uint, uint), CpuIdRegisters>(EmeraldRapids)
        {
            [(1, 0)] = new(0x0009_0672, 0, 0, 0),
            [(7, 0)] = new(0, 0, 0, 1 << 15),
        };
        Assert.Equal(ProcessorTable.Generic, ProcessorTable.Detect(Answers(hybrid)));
        hybrid[(7, 0)] = default;
        Assert.Equal(
            ProcessorTable.Generic with { SecondLevelBytes = 2 << 20, LastLevelBytes = 4 << 20 }, ProcessorTable.Detect(Answers(hybrid)));
    }

    [Fact]
    public void A_processor_is_found_by_its_name_in_any_case()
    {
        Assert.Same(ProcessorTable.Detected, ProcessorTable.Find(null));
        Assert.Equal("zen4", ProcessorTable.Find("ZEN4").Name);
        string message = Assert.Throws<NotSupportedException>(() => ProcessorTable.Find("zen99")).Message;
        Assert.Equal($"There is no processor 'zen99'; known are {string.Join(", ", InferenceEngine.KnownProcessors)}.", message);
    }

    [Fact]
    public void No_processor_fits_two_descriptions()
    {
        Assert.Equal(ProcessorTable.All.Count, ProcessorTable.All.Select(p => p.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        (string Vendor, int Family, int FirstModel, int LastModel)[] all = [.. ProcessorTable.All.SelectMany(p => p.Models)];
        Assert.All(all, range => Assert.True(range.FirstModel <= range.LastModel, $"{range}"));
        for (int i = 0; i < all.Length; i++)
        {
            Assert.DoesNotContain(all[(i + 1)..], other => other.Vendor == all[i].Vendor && other.Family == all[i].Family
                && other.FirstModel <= all[i].LastModel && all[i].FirstModel <= other.LastModel);
        }
    }

    /// <summary>The engine says which description it uses, and takes another one by name.</summary>
    [Fact]
    public void An_engine_says_what_it_is_tuned_for()
    {
        using var here = new InferenceEngine(new InferenceOptions { Threads = 1 });
        Assert.Equal(ProcessorTable.Detected.ToString(), here.Processor);
        using var other = new InferenceEngine(new InferenceOptions { Threads = 1, Processor = "sapphire-rapids" });
        Assert.StartsWith("sapphire-rapids (second-level cache of 2048 KiB", other.Processor, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new InferenceEngine(new InferenceOptions { Processor = "zen99" }));
    }

    private static Processor Known(string name) => ProcessorTable.All.Single(p => p.Name == name);

    private static CpuIdReader Answers(Dictionary<(uint Leaf, uint Subleaf), CpuIdRegisters> recorded) =>
        (leaf, subleaf) => recorded.GetValueOrDefault((leaf, subleaf));
}
