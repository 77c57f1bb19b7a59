/** The door through which the shop's infrastructure takes orders. */
package dev.nightshift.local.shop.api;
