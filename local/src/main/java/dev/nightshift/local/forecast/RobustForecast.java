package dev.nightshift.local.forecast;

import dev.nightshift.detect.forecast.ExhaustionForecaster;
import dev.nightshift.detect.forecast.ForecastSettings;
import dev.nightshift.detect.forecast.ForecastState;

/** The job's own forecaster. */
final class RobustForecast implements AlarmSource {

  private final ExhaustionForecaster forecaster;
  private final ForecastState state = new ForecastState();

  RobustForecast(ForecastSettings settings) {
    this.forecaster = new ExhaustionForecaster(settings);
  }

  @Override
  public boolean accept(long stepEnd, float value, float limit) {
    forecaster.accept(state, stepEnd, value, limit);
    return state.open;
  }
}
