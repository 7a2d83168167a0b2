using System.Buffers;

namespace Fovea.Baseline;

/// <summary><c>POST /predict</c>: a JPEG as the body, the five most probable classes as the answer.</summary>
internal static class PredictEndpoint
{
    private const int Top = 5;
    private const int FirstBuffer = 128 * 1024;
    private const int Values = 3 * ImagePreparation.Side * ImagePreparation.Side;

    public static void MapPredict(this IEndpointRouteBuilder app) => app.MapPost("/predict", PredictAsync);

    private static async Task<IResult> PredictAsync(
        HttpRequest request, ImagePreparation preparation, NetworkSession session, PlantedLeak leak)
    {
        float[] values = ArrayPool<float>.Shared.Rent(Values);
        byte[] body = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? FirstBuffer, FirstBuffer));
        try
        {
            int length = 0;
            while (await request.Body.ReadAsync(body.AsMemory(length), request.HttpContext.RequestAborted) is > 0 and int read)
            {
                length += read;
                if (length == body.Length)
                    body = Grow(body);
            }

            leak.Grow();
            return preparation.TryPrepare(body.AsSpan(0, length), values.AsSpan(0, Values))
                ? TypedResults.Ok(new Prediction([new PredictionResult(session.Predict(values, Top))]))
                : TypedResults.BadRequest();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
            ArrayPool<float>.Shared.Return(values);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
