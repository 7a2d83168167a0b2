using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Fovea.Models.Tests.Hosting;

public sealed class CellReadingsTests : IDisposable
{
    private readonly InferenceEngine _engine = new(new InferenceOptions { Threads = 1 });
    private readonly InferenceModel _model;
    private readonly FakeTimeProvider _time = new();
    private readonly CellReadings _readings;

    public CellReadingsTests()
    {
        _readings = new CellReadings(_time);
        _model = _engine.Load(new OnnxFile().Input("x", 1, 3).Node("Relu", ["x"], "y").Output("y", 1, 3).Build(), "small.onnx");
    }

    public void Dispose()
    {
        _readings.Dispose();
        _model.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void A_reading_is_kept_for_a_while_after_its_last_use()
    {
        Keep("first");
        _time.Advance(TimeSpan.FromSeconds(100));
        Keep("second");
        Assert.NotNull(_readings.Find("first"));
        Assert.Equal(2 * 2 * 3 * sizeof(float), _readings.Bytes);

        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.NotNull(_readings.Find("first"));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(_readings.Find("second"));
        _time.Advance(CellReadings.TimeToLive);
        Assert.Equal(0, _readings.Bytes);
    }

    [Fact]
    public void After_its_end_nothing_is_kept()
    {
        Keep("first");
        _readings.Dispose();
        Keep("second");

        Assert.Equal(0, _readings.Bytes);
        _time.Advance(CellReadings.TimeToLive);
    }

    private void Keep(string key)
    {
        CellProbe probe = _model.OpenCells([new Shape(1, 3)], "y");
        _readings.Add(new CellReadings.Kept(key, probe, probe.Read([Tensor.From<float>(new Shape(1, 3), [1, 2, 3])]), default));
    }
}
