using Microsoft.ML.OnnxRuntime;

namespace Fovea.Baseline;

/// <summary>One session of ONNX Runtime for all requests. Thread-safe.</summary>
internal sealed class NetworkSession : IDisposable
{
    private static readonly long[] InputShape = [1, 3, ImagePreparation.Side, ImagePreparation.Side];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly string[] _labels;
    private readonly bool _softmax;

    public NetworkSession(BaselineOptions options)
    {
        using var session = new Microsoft.ML.OnnxRuntime.SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        if (options.Threads > 0)
            session.IntraOpNumThreads = options.Threads;
        _session = new InferenceSession(options.Model, session);
        _inputs = [_session.InputNames[0]];
        _outputs = [_session.OutputNames[0]];
        _labels = options.Labels is null ? [] : File.ReadAllLines(options.Labels);
        _softmax = options.Softmax;
    }

    /// <summary>The most probable classes of one prepared image, best first.</summary>
    public PredictedLabel[] Predict(float[] values, int top)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, values.AsMemory(0, 3 * ImagePreparation.Side * ImagePreparation.Side), InputShape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_runOptions, _inputs, [input], _outputs);
        return Best(outputs[0].GetTensorDataAsSpan<float>(), top);
    }

    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private PredictedLabel[] Best(ReadOnlySpan<float> scores, int top)
    {
        Span<int> best = stackalloc int[Math.Min(top, scores.Length)];
        int found = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (found == best.Length && scores[i] <= scores[best[^1]])
                continue;
            int place = found < best.Length ? found++ : found - 1;
            for (; place > 0 && scores[best[place - 1]] < scores[i]; place--)
                best[place] = best[place - 1];
            best[place] = i;
        }

        float maximum = scores[best[0]];
        float sum = 1;
        if (_softmax)
        {
            sum = 0;
            foreach (float score in scores)
                sum += MathF.Exp(score - maximum);
        }

        var predictions = new PredictedLabel[best.Length];
        for (int i = 0; i < predictions.Length; i++)
        {
            float probability = _softmax ? MathF.Exp(scores[best[i]] - maximum) / sum : scores[best[i]];
            predictions[i] = new PredictedLabel(best[i] < _labels.Length ? _labels[best[i]] : $"{best[i]}", best[i], probability);
        }

        return predictions;
    }
}
