using System.Text.Json;

namespace Fovea.Api.Tests.Startup;

/// <summary>What the program asks of the runtime, as it is built: docs/decisions.</summary>
public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData("System.GC.Server", false)]
    [InlineData("System.Runtime.TieredPGO", false)]
    [InlineData("System.Runtime.TieredCompilation.QuickJitForLoops", false)]
    [InlineData("System.IO.Compression.UseStrictValidation", true)]
    public void The_program_asks_the_runtime_for(string setting, bool value)
    {
        string file = Path.ChangeExtension(typeof(Program).Assembly.Location, ".runtimeconfig.json");
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.Equal(value, properties.GetProperty(setting).GetBoolean());
    }
}
