using Fovea.Baseline;

// The service that Fovea is measured against, written the usual way: one shared session, no batching, each request on its own.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddSingleton(BaselineOptions.Read(builder.Configuration));
builder.Services.AddSingleton<ImagePreparation>();
builder.Services.AddSingleton<NetworkSession>();
builder.Services.AddSingleton<PlantedLeak>();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BaselineJson.Default));

await using WebApplication app = builder.Build();
app.Services.GetRequiredService<NetworkSession>();
app.MapPredict();
app.MapGet("/readyz", () => Results.Ok());
await app.RunAsync();
