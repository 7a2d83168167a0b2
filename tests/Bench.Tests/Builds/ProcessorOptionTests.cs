using Fovea.Bench.Bits;
using Fovea.Bench.Builds;
using Fovea.Bench.Comparing;
using Fovea.Bench.Contract;
using Fovea.Bench.Profiling;
using Fovea.Inference;

namespace Fovea.Bench.Tests.Builds;

/// <summary>The option --processor, from the command line to the engine of each build.</summary>
public sealed class ProcessorOptionTests
{
    [Fact]
    public void Every_command_s_engine_has_the_description_that_is_named()
    {
        var given = new Arguments(["verb", "--models", "here", "--against", "there", "--processor", "Sapphire-RAPIDS"]);
        CompareOptions compare = CompareOptions.Read(given);
        using InferenceEngine compared = compare.NewEngine(threads: 1), profiled = ProfileOptions.Read(given).NewEngine();
        Assert.StartsWith("sapphire-rapids (", compared.Processor, StringComparison.Ordinal);
        Assert.Equal(compared.Processor, profiled.Processor);
        Assert.Equal("sapphire-rapids", BitsOptions.Read(given).Settings(null, 1, winograd: true).Processor);
        Assert.Contains(", tuned for sapphire-rapids;", new ComparisonTable(compare).ToString());
    }

    [Fact]
    public void Without_the_option_it_is_that_of_the_machine()
    {
        CompareOptions compare = CompareOptions.Read(new Arguments(["compare", "--models", "here"]));
        using InferenceEngine engine = compare.NewEngine(threads: 1), plain = new(new InferenceOptions { Threads = 1 });
        Assert.Equal(plain.Processor, engine.Processor);
        Assert.Contains($", tuned for {plain.Processor.Split(' ')[0]};", new ComparisonTable(compare).ToString());
    }

    [Fact]
    public void A_name_that_is_not_in_the_table_is_refused()
    {
        string message = Assert.Throws<ArgumentException>(
            () => CompareOptions.Read(new Arguments(["compare", "--models", "here", "--processor", "zen99"]))).Message;
        Assert.Equal($"--processor zen99: expected one of {string.Join(", ", InferenceEngine.KnownProcessors)}.", message);
    }

    [Fact]
    public void A_build_is_started_with_the_name()
    {
        LoadedBuild own = LoadedBuild.Own();
        Assert.Equal(InferenceEngine.KnownProcessors, own.Build.Processors);
        own.CheckProcessor("zen4");
        own.Build.Start(new EngineSettings { Threads = 1, Processor = "zen4" }).Dispose();
        Assert.Contains("zen99", Assert.Throws<NotSupportedException>(
            () => own.Build.Start(new EngineSettings { Threads = 1, Processor = "zen99" })).Message);
    }

    [Fact]
    public void A_build_that_cannot_do_it_is_refused()
    {
        Assert.Equal(
            "--processor zen5: the old build (0.1.0+1234) takes no processor's name: it was built before there were descriptions. " +
            "Leave --processor out.",
            Assert.Throws<ArgumentException>(() => Old().CheckProcessor("zen5")).Message);
        Assert.Equal(
            "--processor zen5: the old build (0.1.0+1234) has descriptions of zen4, generic.",
            Assert.Throws<ArgumentException>(() => Old("zen4", "generic").CheckProcessor("zen5")).Message);
        Old("zen4").CheckProcessor("ZEN4");
        Old().CheckProcessor(null);
    }

    private static LoadedBuild Old(params string[] processors) => new("old", new FakeBuild(processors), "0.1.0+1234", Guid.Empty);

    private sealed class FakeBuild(string[] processors) : IBuild
    {
        public IReadOnlyList<string> InstructionSets => [];

        public IReadOnlyList<string> Processors => processors;

        public IBuildEngine Start(EngineSettings settings) => throw new InvalidOperationException("It is never started.");
    }
}
