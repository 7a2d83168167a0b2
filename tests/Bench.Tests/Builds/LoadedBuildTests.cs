using Fovea.Bench.Builds;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Tests.Builds;

public sealed class LoadedBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-build").FullName;

    [Fact]
    public void The_same_build_is_loaded_twice_side_by_side()
    {
        LoadedBuild own = LoadedBuild.Own(), other = LoadedBuild.Load(AppContext.BaseDirectory, "old");
        Assert.Equal((own.Id, own.Version), (other.Id, other.Version));
        Assert.NotSame(own.Build.GetType(), other.Build.GetType());
        Assert.Equal(own.Build.GetType().FullName, other.Build.GetType().FullName);
        Assert.Equal(own.Build.InstructionSets, other.Build.InstructionSets);
    }

    [Fact]
    public void Exceptions_of_a_build_are_its_own()
    {
        Exception own = Refusal(LoadedBuild.Own()), other = Refusal(LoadedBuild.Load(AppContext.BaseDirectory, "old"));
        Assert.Equal(("InvalidModelException", own.Message), (own.GetType().Name, other.Message));
        Assert.NotSame(own.GetType(), other.GetType());
        Assert.NotEqual(typeof(Fovea.Inference.InvalidModelException), own.GetType());
    }

    [Fact]
    public void A_folder_that_lacks_an_assembly_is_no_build()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fovea.Inference.dll"), Path.Combine(_folder, "Fovea.Inference.dll"));
        ArgumentException error = Assert.Throws<ArgumentException>(() => LoadedBuild.Load(_folder, "old"));
        Assert.Contains("Fovea.Kernels.dll", error.Message);
    }

    [Fact]
    public void A_build_never_borrows_this_program_s_kernels()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fovea.Inference.dll"), Path.Combine(_folder, "Fovea.Inference.dll"));
        IBuild build = new BuildContext(_folder, "half").Build();
        Assert.Throws<FileNotFoundException>(() => build.Start(new EngineSettings { Threads = 1 }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Exception Refusal(LoadedBuild build)
    {
        using IBuildEngine engine = build.Build.Start(new EngineSettings { Threads = 1 });
        return Assert.ThrowsAny<Exception>(() => engine.Load([1, 2, 3], "three bytes"));
    }
}
